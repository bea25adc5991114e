using System.Globalization;
using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's string functions.</summary>
internal static class Strings
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        Map("trim", static s => s.Trim(GoSpace)),
        Two("trimAll", static (cutset, s) => GoValue.String(TrimAll(cutset, s))),
        Two("trimall", static (cutset, s) => GoValue.String(TrimAll(cutset, s))),
        Two("trimPrefix", static (part, s) => GoValue.String(part.Length > 0 && s.StartsWith(part, StringComparison.Ordinal) ? s[part.Length..] : s)),
        Two("trimSuffix", static (part, s) => GoValue.String(part.Length > 0 && s.EndsWith(part, StringComparison.Ordinal) ? s[..^part.Length] : s)),
        Two("contains", static (part, s) => GoValue.Bool(s.Contains(part, StringComparison.Ordinal)), GoType.Bool),
        Two("hasPrefix", static (part, s) => GoValue.Bool(s.StartsWith(part, StringComparison.Ordinal)), GoType.Bool),
        Two("hasSuffix", static (part, s) => GoValue.Bool(s.EndsWith(part, StringComparison.Ordinal)), GoType.Bool),
        Two("splitList", static (separator, s) => GoValue.Strings(Split(s, separator)), GoType.StringList),
        Two("split", static (separator, s) => Numbered(Split(s, separator)), GoType.StringMap),
        GoFunction.Create(
            "splitn", GoType.StringMap, [GoType.String, GoType.Int, GoType.String],
            static (_, a) => Numbered(SplitAtMost(a[2].AsString, a[0].AsString, a[1].AsInt))),
        GoFunction.Create("replace", GoType.String, [GoType.String, GoType.String, GoType.String], Replace),
        GoFunction.Create("substr", GoType.String, [GoType.Int, GoType.Int, GoType.String], static (_, a) => Substring(a[0].AsInt, a[1].AsInt, a[2].AsString)),
        GoFunction.Create("repeat", GoType.String, [GoType.Int, GoType.String], Repeat),
        GoFunction.Create("indent", GoType.String, [GoType.Int, GoType.String], static (e, a) => GoValue.String(Indent(e, a[0].AsInt, a[1].AsString))),
        GoFunction.Create(
            "nindent", GoType.String, [GoType.Int, GoType.String], static (e, a) => GoValue.String("\n" + Indent(e, a[0].AsInt, a[1].AsString))),
        GoFunction.CreateVariadic("cat", GoType.String, [GoType.Any], static (_, a) => GoValue.String(Join(a, " ", static v => GoFormatter.Print(v)))),
        GoFunction.CreateVariadic(
            "quote", GoType.String, [GoType.Any], static (_, a) => GoValue.String(Join(a, " ", static v => GoQuote.Quote(Arguments.Text(v))))),
        GoFunction.CreateVariadic("squote", GoType.String, [GoType.Any], static (_, a) => GoValue.String(Join(a, " ", static v => $"'{GoFormatter.Print(v)}'"))),
        GoFunction.Create("toString", GoType.String, [GoType.Any], static (_, a) => GoValue.String(Arguments.Text(a[0]))),
        GoFunction.Create("toStrings", GoType.StringList, [GoType.Any], static (_, a) => GoValue.Strings(Texts(a[0]))),
        GoFunction.Create("join", GoType.String, [GoType.String, GoType.Any], static (e, a) => GoValue.String(JoinList(e, a[0].AsString, a[1]))),
        GoFunction.Create(
            "plural", GoType.String, [GoType.String, GoType.String, GoType.Int], static (_, a) => a[2].AsInt == 1 ? a[0] : a[1]),
        GoFunction.Create("sortAlpha", GoType.StringList, [GoType.Any], static (_, a) => SortAlpha(a[0])),
    ];

    private static readonly char[] GoSpace = [' ', '\t', '\n', '\v', '\f', '\r', '\u0085', '\u00A0', '\u1680', .. "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000"];

    /// <summary>Sprig's strslice: every list becomes strings without its nils; anything else is a list of one.</summary>
    public static List<string> Texts(GoValue value)
    {
        if (!value.IsValid)
        {
            return [];
        }

        if (value.Kind is not (GoKind.Slice or GoKind.Array))
        {
            return [Arguments.Text(value)];
        }

        var texts = new List<string>(value.AsList.Count);
        foreach (var item in value.AsList.ToArray())
        {
            if (item.Unwrap().IsValid)
            {
                texts.Add(Arguments.Text(item.Unwrap()));
            }
        }

        return texts;
    }

    private static GoFunction Map(string name, Func<string, string> map) => GoFunction.Create(
        name, GoType.String, [GoType.String], (_, a) => GoValue.String(map(a[0].AsString)));

    private static GoFunction Two(string name, Func<string, string, GoValue> map, GoType? result = null) => GoFunction.Create(
        name, result ?? GoType.String, [GoType.String, GoType.String], (_, a) => map(a[0].AsString, a[1].AsString));

    private static string JoinList(TemplateExecution execution, string separator, GoValue list)
    {
        var texts = Texts(list);
        execution.CheckSize(texts.Sum(t => t.Length + (long)separator.Length));
        return string.Join(separator, texts);
    }

    private static string TrimAll(string cutset, string text)
    {
        var cut = GoText.Runes(cutset).Select(static r => r.Rune).ToHashSet();
        var runes = GoText.Runes(text).ToList();
        var start = runes.FindIndex(r => !cut.Contains(r.Rune));
        var end = runes.FindLastIndex(r => !cut.Contains(r.Rune));
        return start < 0 ? "" : string.Concat(runes[start..(end + 1)].Select(static r => r.Text));
    }

    private static string Join(ReadOnlySpan<GoValue> values, string separator, Func<GoValue, string> text)
    {
        var output = new StringBuilder();
        var first = true;
        foreach (var value in values)
        {
            if (value.IsValid)
            {
                output.Append(first ? "" : separator).Append(text(value));
                first = false;
            }
        }

        return output.ToString();
    }

    private static GoValue SortAlpha(GoValue value)
    {
        var texts = value.Kind is GoKind.Slice or GoKind.Array ? Texts(value) : [Arguments.Text(value)];
        texts.Sort(GoText.Compare);
        return GoValue.Strings(texts);
    }

    private static string[] Split(string text, string separator) => separator.Length == 0
        ? [.. GoText.Runes(text).Select(r => r.Text)]
        : text.Split(separator, StringSplitOptions.None);

    private static string[] SplitAtMost(string text, string separator, long limit)
    {
        var parts = limit == 0 ? [] : Split(text, separator);
        return limit < 0 || parts.Length <= limit ? parts : [.. parts[..(int)(limit - 1)], string.Join(separator, parts[(int)(limit - 1)..])];
    }

    private static GoValue Numbered(string[] parts)
    {
        var map = new GoDictionary(GoType.StringMap);
        for (var i = 0; i < parts.Length; i++)
        {
            map.Set(GoValue.String("_" + i.ToString(CultureInfo.InvariantCulture)), GoValue.String(parts[i]));
        }

        return GoValue.Map(GoType.StringMap, map);
    }

    private static GoValue Replace(TemplateExecution execution, ReadOnlySpan<GoValue> arguments)
    {
        var (from, to, text) = (arguments[0].AsString, arguments[1].AsString, arguments[2].AsString);
        if (from.Length > 0)
        {
            execution.CheckSize(text.Length + ((long)text.Length / from.Length * to.Length));
            return GoValue.String(text.Replace(from, to, StringComparison.Ordinal));
        }

        // An empty part matches before each character and at the end.
        execution.CheckSize(text.Length + ((text.Length + 1L) * to.Length));
        return GoValue.String(to + string.Concat(GoText.Runes(text).Select(r => r.Text + to)));
    }

    private static GoValue Substring(long start, long end, string text)
    {
        var length = GoText.ByteLength(text);
        if (start < 0)
        {
            return GoValue.String(GoText.Substring(text, 0, Checked(end, length, 0)));
        }

        var last = end < 0 || end > length ? length : end;
        return last < start || start > length
            ? throw new GoFunctionException(start > length && last >= start
                ? $"runtime error: slice bounds out of range [{start}:{length}]"
                : $"runtime error: slice bounds out of range [{start}:{(end < 0 || end > length ? "" : last)}]")
            : GoValue.String(GoText.Substring(text, (int)start, (int)last));
    }

    private static int Checked(long end, int length, int start) => end >= start && end <= length
        ? (int)end
        : throw new GoFunctionException(end < 0
            ? $"runtime error: slice bounds out of range [:{end}]"
            : $"runtime error: slice bounds out of range [:{end}] with length {length}");

    private static GoValue Repeat(TemplateExecution execution, ReadOnlySpan<GoValue> arguments)
    {
        var (count, text) = (arguments[0].AsInt, arguments[1].AsString);
        if (count < 0)
        {
            throw new GoFunctionException("strings: negative Repeat count");
        }

        if (text.Length == 0 || count == 0)
        {
            return GoValue.String("");
        }

        execution.CheckSize(count > int.MaxValue ? long.MaxValue : count * text.Length);
        return GoValue.String(new StringBuilder().Insert(0, text, (int)count).ToString());
    }

    private static string Indent(TemplateExecution execution, long count, string text)
    {
        if (count < 0)
        {
            throw new GoFunctionException("strings: negative Repeat count");
        }

        execution.CheckSize(count > int.MaxValue ? long.MaxValue : text.Length + (count * (1 + text.AsSpan().Count('\n'))));
        var padding = new string(' ', (int)count);
        return padding + text.Replace("\n", "\n" + padding, StringComparison.Ordinal);
    }
}
