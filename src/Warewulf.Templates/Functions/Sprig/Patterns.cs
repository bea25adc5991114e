using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Functions.RegularExpressions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's regular expressions. A bad pattern never matches in regexMatch and is an error everywhere else.</summary>
internal static class Patterns
{
    private const string Special = "\\.+*?()|[]{}^$";

    private delegate GoValue Use(TemplateExecution execution, GoRegex regex, ReadOnlySpan<GoValue> arguments);

    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create(
            "regexMatch", GoType.Bool, [GoType.String, GoType.String],
            static (e, a) => GoValue.Bool(GoRegex.TryCompile(a[0].AsString, out var regex, out var _) && regex!.IsMatch(a[1].AsString))),
        GoFunction.Create(
            "mustRegexMatch", GoType.Bool, [GoType.String, GoType.String],
            static (_, a) => GoValue.Bool(CompileOrError(a[0].AsString).IsMatch(a[1].AsString))),
        GoFunction.Create("regexQuoteMeta", GoType.String, [GoType.String], static (_, a) => GoValue.String(QuoteMeta(a[0].AsString))),
        .. Both("regexFind", GoType.String, [GoType.String, GoType.String], static (_, r, a) => Find(r, a[1].AsString)),
        .. Both("regexFindAll", GoType.StringList, [GoType.String, GoType.String, GoType.Int], static (e, r, a) => FindAll(e, r, a[1].AsString, a[2].AsInt)),
        .. Both("regexSplit", GoType.StringList, [GoType.String, GoType.String, GoType.Int], static (e, r, a) => Split(e, r, a[1].AsString, a[2].AsInt)),
        .. Both(
            "regexReplaceAll", GoType.String, [GoType.String, GoType.String, GoType.String],
            static (e, r, a) => Replace(e, r, a[1].AsString, a[2].AsString, isLiteral: false)),
        .. Both(
            "regexReplaceAllLiteral", GoType.String, [GoType.String, GoType.String, GoType.String],
            static (e, r, a) => Replace(e, r, a[1].AsString, a[2].AsString, isLiteral: true)),
    ];

    private static IEnumerable<GoFunction> Both(string name, GoType result, GoType[] parameters, Use use) =>
    [
        GoFunction.Create(name, result, parameters, (e, a) => use(e, GoRegex.MustCompile(a[0].AsString), a)),
        GoFunction.Create(Pairs.Must(name), result, parameters, (e, a) => use(e, CompileOrError(a[0].AsString), a)),
    ];

    private static GoRegex CompileOrError(string pattern) =>
        GoRegex.TryCompile(pattern, out var regex, out var error) ? regex! : throw new GoFunctionException(error);

    private static GoValue Find(GoRegex regex, string text) =>
        GoValue.String(regex.Find(text) is [var start, var end, ..] ? text[start..end] : "");

    private static GoValue FindAll(TemplateExecution execution, GoRegex regex, string text, long limit)
    {
        var found = new List<string>();
        foreach (var (start, end) in regex.FindAll(text, limit))
        {
            found.Add(text[start..end]);
            execution.CheckSize(found.Count * 32L);
        }

        return GoValue.Strings(found.Count == 0 ? null : found);
    }

    private static GoValue Split(TemplateExecution execution, GoRegex regex, string text, long limit)
    {
        if (limit == 0)
        {
            return GoValue.Strings((IReadOnlyList<string>?)null);
        }

        if (regex.Pattern.Length > 0 && text.Length == 0)
        {
            return GoValue.Strings([""]);
        }

        var parts = new List<string>();
        var (partStart, partEnd) = (0, 0);
        foreach (var (start, end) in regex.FindAll(text, limit))
        {
            if (limit > 0 && parts.Count == limit - 1)
            {
                break;
            }

            partEnd = start;
            if (end != 0)
            {
                parts.Add(text[partStart..partEnd]);
            }

            partStart = end;
            execution.CheckSize(parts.Count * 32L);
        }

        if (partEnd != text.Length)
        {
            parts.Add(text[partStart..]);
        }

        return GoValue.Strings(parts);
    }

    private static GoValue Replace(TemplateExecution execution, GoRegex regex, string text, string replacement, bool isLiteral) =>
        GoValue.String(GoText.Normalize(regex.Replace(text, (output, match) =>
        {
            if (isLiteral)
            {
                output.Append(replacement);
            }
            else
            {
                ReplacementText.Append(output, regex, text, match, replacement);
            }

            execution.CheckSize(output.Length);
        })));

    private static string QuoteMeta(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            output.Append(Special.Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        }

        return output.ToString();
    }
}
