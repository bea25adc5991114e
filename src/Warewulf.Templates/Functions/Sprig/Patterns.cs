using System.Text.RegularExpressions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's regular expressions.</summary>
internal static class Patterns
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create(
            "regexMatch", GoType.Bool, [GoType.String, GoType.String],
            static (_, a) => IsMatch(a[0].AsString, a[1].AsString)),
        GoFunction.Create("regexSplit", GoType.StringList, [GoType.String, GoType.String, GoType.Int], static (_, a) => Split(a)),
    ];

    private static GoValue IsMatch(string pattern, string text) =>
        GoValue.Bool(GoRegex.TryCompile(pattern, out var regex, out _) && regex!.IsMatch(text));

    private static GoValue Split(ReadOnlySpan<GoValue> arguments)
    {
        var (pattern, text, limit) = (arguments[0].AsString, arguments[1].AsString, arguments[2].AsInt);
        if (!GoRegex.TryCompile(pattern, out var regex, out var error))
        {
            throw new GoFunctionException($"regexp: Compile({GoQuoteFor(pattern)}): {error}");
        }

        return limit == 0 ? GoValue.Sequence(GoType.StringList, null) : GoValue.Strings(Parts(regex!, pattern, text, limit));
    }

    private static List<string> Parts(Regex regex, string pattern, string text, long limit)
    {
        if (pattern.Length > 0 && text.Length == 0)
        {
            return [""];
        }

        var parts = new List<string>();
        var (start, end) = (0, 0);
        foreach (Match match in regex.Matches(text))
        {
            if (limit > 0 && parts.Count == limit - 1)
            {
                break;
            }

            end = match.Index;
            if (match.Index + match.Length != 0)
            {
                parts.Add(text[start..end]);
            }

            start = match.Index + match.Length;
        }

        if (end != text.Length)
        {
            parts.Add(text[start..]);
        }

        return parts;
    }

    private static string GoQuoteFor(string pattern) => GoQuote.CanBackquote(pattern) ? $"`{pattern}`" : GoQuote.Quote(pattern);
}
