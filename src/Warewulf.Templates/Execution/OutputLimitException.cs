namespace Warewulf.Templates.Execution;

/// <summary>More was written than allowed; the interpreter turns it into an error with a position.</summary>
internal sealed class OutputLimitException(long limit) : Exception($"output exceeds the limit of {limit} bytes");
