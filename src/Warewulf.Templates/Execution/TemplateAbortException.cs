namespace Warewulf.Templates.Execution;

/// <summary>Carries an abort through all levels of evaluation; never leaves the library.</summary>
internal sealed class TemplateAbortException() : Exception("The template ended itself.");
