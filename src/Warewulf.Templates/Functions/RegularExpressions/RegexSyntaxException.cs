namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>A pattern is not a regular expression; the message is Go's.</summary>
internal sealed class RegexSyntaxException(string problem, string part) : Exception($"error parsing regexp: {problem}: `{part}`");
