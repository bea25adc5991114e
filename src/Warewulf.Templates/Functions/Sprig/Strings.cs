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
        TrimAll("trimAll"),
        TrimAll("trimall"),
        Cut("trimPrefix", static (part, s) => s.StartsWith(part, StringComparison.Ordinal) ? s[part.Length..] : s),
        Cut("trimSuffix", static (part, s) => s.EndsWith(part, StringComparison.Ordinal) ? s[..^part.Length] : s),
        Test("contains", static (part, s) => s.Contains(part, StringComparison.Ordinal)),
        Test("hasPrefix", static (part, s) => s.StartsWith(part, StringComparison.Ordinal)),
        Test("hasSuffix", static (part, s) => s.EndsWith(part, StringComparison.Ordinal)),
        GoFunction.Create(
            "splitList", GoType.StringList, [GoType.String, GoType.String],
            static (e, a) => GoValue.Strings(Split(e, a[1].AsString, a[0].AsString))),
        GoFunction.Create(
            "split", GoType.StringMap, [GoType.String, GoType.String], static (e, a) => Numbered(Split(e, a[1].AsString, a[0].AsString))),
        GoFunction.Create(
            "splitn", GoType.StringMap, [GoType.String, GoType.Int, GoType.String],
            static (e, a) => Numbered(SplitAtMost(e, a[2].AsString, a[0].AsString, a[1].AsInt))),
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
        GoFunction.Create("toStrings", GoType.StringList, [GoType.Any], static (_, a) => TextList(a[0])),
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

    private static GoFunction Cut(string name, Func<string, string, string> cut) => GoFunction.Create(
        name, GoType.String, [GoType.String, GoType.String],
        (_, a) => GoValue.String(ByteText.Apply(a[0].AsString, a[1].AsString, cut, static s => s.ToText())));

    private static GoFunction Test(string name, Func<string, string, bool> test) => GoFunction.Create(
        name, GoType.Bool, [GoType.String, GoType.String], (_, a) => GoValue.Bool(ByteText.Apply(a[0].AsString, a[1].AsString, test, static b => b)));

    private static GoFunction TrimAll(string name) => GoFunction.Create(
        name, GoType.String, [GoType.String, GoType.String], static (_, a) => GoValue.String(TrimAll(a[0].AsString, a[1].AsString)));

    private static string JoinList(TemplateExecution execution, string separator, GoValue list)
    {
        var texts = Texts(list);
        execution.CheckSize(texts.Sum(t => t.Length + (long)separator.Length));
        return GoText.Normalize(string.Join(separator, texts));
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

    private static GoValue TextList(GoValue value) =>
        ReferenceEquals(value.Type, GoType.StringList) && value.Ref is null ? value.Unwrap() : GoValue.Strings(Texts(value));

    private static GoValue SortAlpha(GoValue value)
    {
        if (value.Kind is not (GoKind.Slice or GoKind.Array))
        {
            return GoValue.Strings([Arguments.Text(value)]);
        }

        var texts = Texts(value);
        texts.Sort(GoText.Compare);
        return texts.Count == 0 ? TextList(value) : GoValue.Strings(texts);
    }

    private static string[] Split(TemplateExecution execution, string text, string separator)
    {
        execution.CheckSize(32L * (separator.Length == 0 ? text.Length : text.AsSpan().Count(separator)));
        return separator.Length == 0
            ? [.. GoText.Runes(text).Select(static r => r.Text)]
            : ByteText.Apply(separator, text, static (s, t) => t.Split(s, StringSplitOptions.None), static parts => Array.ConvertAll(parts, ByteText.ToText));
    }

    private static string[] SplitAtMost(TemplateExecution execution, string text, string separator, long limit)
    {
        var parts = limit == 0 ? [] : Split(execution, text, separator);
        return limit < 0 || parts.Length <= limit
            ? parts
            : [.. parts[..(int)(limit - 1)], GoText.Normalize(string.Join(separator, parts[(int)(limit - 1)..]))];
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
            execution.CheckSize(text.Length + ((long)text.AsSpan().Count(from) * (to.Length - from.Length)));
            return GoValue.String(GoText.MayHaveEscapes(from + text + to)
                ? text.ToBytesText().Replace(from.ToBytesText(), to.ToBytesText(), StringComparison.Ordinal).ToText()
                : text.Replace(from, to, StringComparison.Ordinal));
        }

        // An empty part matches before each character and at the end.
        execution.CheckSize(text.Length + ((text.Length + 1L) * to.Length));
        return GoValue.String(GoText.Normalize(to + string.Concat(GoText.Runes(text).Select(r => r.Text + to))));
    }

    private static GoValue Substring(long start, long end, string text)
    {
        var length = GoText.ByteLength(text);
        if (start < 0)
        {
            return GoValue.String(GoText.Substring(text, 0, Checked(end, length, 0)));
        }

        var last = end < 0 || end > length ? length : end;
        return start > last
            ? throw new GoFunctionException($"runtime error: slice bounds out of range [{start}:{last}]")
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
        return GoValue.String(GoText.Normalize(new StringBuilder().Insert(0, text, (int)count).ToString()));
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
