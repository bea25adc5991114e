using System.Globalization;
using System.Text;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Hostlists;

/// <summary>Names written short: <c>n[0001-4000]</c>, <c>r[1-2]n[3,5-6]</c>, separated by commas outside brackets.</summary>
public static class Hostlist
{
    /// <summary>The most names one list may stand for; more is a mistake, such as <c>n[1-999999999]</c>.</summary>
    public const int MostNames = 100_000;

    /// <summary>Writes out the names, in the order given, the left bracket counting slowest.</summary>
    /// <exception cref="WarewulfException">A list is malformed or stands for more than <see cref="MostNames"/> names.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> lists)
    {
        var names = new List<string>();
        foreach (var list in lists)
        {
            foreach (var item in Split(list))
            {
                ExpandItem(list, item, names);
            }
        }

        return names;
    }

    /// <summary>Writes one list.</summary>
    public static IReadOnlyList<string> Expand(string list) => Expand([list]);

    /// <summary>
    /// Writes names short: those that share a prefix and the width of the number at their end become one bracket, in the order in
    /// which each group first appears. <c>Expand(Fold(names))</c> gives the same set of names.
    /// </summary>
    public static string Fold(IEnumerable<string> names)
    {
        var order = new List<(string Prefix, int Width)>();
        var groups = new Dictionary<(string Prefix, int Width), SortedSet<ulong>>();
        foreach (var name in names)
        {
            var digits = TrailingDigits(name);
            var key = (name[..^digits], digits);
            if (!groups.TryGetValue(key, out var numbers))
            {
                groups[key] = numbers = [];
                order.Add(key);
            }

            numbers.Add(digits == 0 ? 0 : ulong.Parse(name.AsSpan(name.Length - digits), NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return string.Join(',', order.Select(key => FoldGroup(key.Prefix, key.Width, groups[key])));
    }

    private static string FoldGroup(string prefix, int width, SortedSet<ulong> numbers)
    {
        if (width == 0)
        {
            return prefix;
        }

        string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
        if (numbers.Count == 1)
        {
            return prefix + Text(numbers.Min);
        }

        var text = new StringBuilder(prefix).Append('[');
        ulong? first = null;
        var last = 0UL;
        foreach (var number in numbers)
        {
            if (first is not null && number == last + 1)
            {
                last = number;
                continue;
            }

            AppendRun();
            first = last = number;
        }

        AppendRun();
        return text.Append(']').ToString();

        void AppendRun()
        {
            if (first is not { } start)
            {
                return;
            }

            text.Append(text[^1] == '[' ? "" : ",").Append(Text(start));
            if (last != start)
            {
                text.Append('-').Append(Text(last));
            }
        }
    }

    // A number longer than 18 digits is a serial number, not a count; it stays part of the name.
    private static int TrailingDigits(string name)
    {
        const int Most = 18;
        var digits = 0;
        while (digits < name.Length && digits < Most && char.IsAsciiDigit(name[^(digits + 1)]))
        {
            digits++;
        }

        return digits;
    }

    private static IEnumerable<string> Split(string list)
    {
        var start = 0;
        var depth = 0;
        for (var i = 0; i <= list.Length; i++)
        {
            var c = i < list.Length ? list[i] : ',';
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth is < 0 or > 1 || (i == list.Length && depth != 0))
            {
                throw Malformed(list, "its brackets do not match");
            }

            if (c == ',' && depth == 0)
            {
                if (i > start)
                {
                    yield return list[start..i];
                }

                start = i + 1;
            }
        }
    }

    private static void ExpandItem(string list, string item, List<string> names)
    {
        var parts = new List<(string Prefix, List<string> Values)>();
        var rest = item;
        for (var open = rest.IndexOf('[', StringComparison.Ordinal); open >= 0; open = rest.IndexOf('[', StringComparison.Ordinal))
        {
            var close = rest.IndexOf(']', StringComparison.Ordinal);
            parts.Add((rest[..open], Values(list, rest[(open + 1)..close])));
            rest = rest[(close + 1)..];
        }

        var count = parts.Aggregate(1L, (product, part) => Math.Min(product * part.Values.Count, MostNames + 1L));
        if (names.Count + count > MostNames)
        {
            throw Malformed(list, $"it stands for more than {MostNames} names");
        }

        var index = new int[parts.Count];
        for (var n = 0L; n < count; n++)
        {
            names.Add(string.Concat(parts.Select((part, i) => part.Prefix + part.Values[index[i]])) + rest);
            for (var i = parts.Count - 1; i >= 0 && ++index[i] == parts[i].Values.Count; i--)
            {
                index[i] = 0;
            }
        }
    }

    private static List<string> Values(string list, string bracket)
    {
        var values = new List<string>();
        foreach (var range in bracket.Split(','))
        {
            var ends = range.Split('-');
            if (ends.Length > 2 || !Number(ends[0], out var first) || !Number(ends[^1], out var last))
            {
                throw Malformed(list, $"'{Names.Printable(range)}' is not a number or a range of two");
            }

            if (last < first)
            {
                throw Malformed(list, $"'{Names.Printable(range)}' counts down");
            }

            if (last - first >= MostNames || values.Count > MostNames)
            {
                throw Malformed(list, $"it stands for more than {MostNames} names");
            }

            for (var number = first; number <= last; number++)
            {
                values.Add(number.ToString(CultureInfo.InvariantCulture).PadLeft(ends[0].Length, '0'));
            }
        }

        return values;
    }

    private static bool Number(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && text.Length <= 18;

    private static WarewulfException Malformed(string list, string why) =>
        WarewulfException.Invalid($"'{Names.Printable(list)}' is not a list of names: {why}. Write it as n[001-100] or n1,n2.");
}
