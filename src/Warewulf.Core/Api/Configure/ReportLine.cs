namespace Warewulf.Core.Api.Configure;

/// <summary>One line of a report.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Text">The line.</param>
public sealed record ReportLine(ReportLevel Level, string Text);
