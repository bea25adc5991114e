using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's functions that fit a text to a width. All of them count bytes.</summary>
internal static class Wrapping
{
    private const string Dots = "...";

    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create(
            "wrap", GoType.String, [GoType.Int, GoType.String],
            static (_, a) => GoValue.String(Wrap(a[1].AsString, a[0].AsInt, "\n", cutsWords: false, static _ => { }))),
        GoFunction.Create(
            "wrapWith", GoType.String, [GoType.Int, GoType.String, GoType.String],
            static (e, a) => GoValue.String(Wrap(a[2].AsString, a[0].AsInt, a[1].AsString is "" ? "\n" : a[1].AsString, cutsWords: true, e.CheckSize))),
        GoFunction.Create("trunc", GoType.String, [GoType.Int, GoType.String], static (_, a) => GoValue.String(Truncate(a[0].AsInt, a[1].AsString))),
        GoFunction.Create("abbrev", GoType.String, [GoType.Int, GoType.String], static (_, a) => GoValue.String(Abbreviate(a[1].AsString, 0, a[0].AsInt))),
        GoFunction.Create(
            "abbrevboth", GoType.String, [GoType.Int, GoType.Int, GoType.String],
            static (_, a) => a[0].AsInt > 0 && a[1].AsInt < 7 ? a[2] : GoValue.String(Abbreviate(a[2].AsString, a[0].AsInt, a[1].AsInt))),
    ];

    /// <summary>The first bytes, or for a negative count the last.</summary>
    private static string Truncate(long count, string text)
    {
        var length = GoText.ByteLength(text);
        if (count < 0)
        {
            return length + count > 0 ? GoText.Substring(text, (int)(length + count), length) : text;
        }

        return length > count ? GoText.Substring(text, 0, (int)count) : text;
    }

    /// <summary>Shortens to a width with dots at the end, and at the start when the part to show does not begin there.</summary>
    private static string Abbreviate(string text, long offset, long width)
    {
        var length = GoText.ByteLength(text);
        if (width < 4 || length <= width)
        {
            return text;
        }

        offset = Math.Min(offset, length);
        if (length - offset < width - 3)
        {
            offset = length - (width - 3);
        }

        if (offset <= 4)
        {
            return GoText.Substring(text, 0, (int)(width - 3)) + Dots;
        }

        if (width < 7)
        {
            return "";
        }

        return Dots + (offset + width - 3 < length
            ? Abbreviate(GoText.Substring(text, (int)offset, length), 0, width - 3)
            : GoText.Substring(text, (int)(length - (width - 3)), length));
    }

    /// <summary>Breaks lines at spaces. A word longer than a line is cut, or stands out when words are not to be cut.</summary>
    private static string Wrap(string text, long width, string lineEnd, bool cutsWords, Action<long> checkSize)
    {
        var bytes = GoText.ToUtf8(text);
        var separator = GoText.ToUtf8(lineEnd);
        width = Math.Max(1, width);
        var output = new List<byte>(bytes.Length);
        var start = 0;
        while (bytes.Length - start > width)
        {
            if (bytes[start] == ' ')
            {
                start++;
                continue;
            }

            var line = bytes.AsSpan(start);
            var end = line[..(int)(width + 1)].LastIndexOf((byte)' ');
            var skip = 1;
            if (end < 0 && cutsWords)
            {
                (end, skip) = ((int)width, 0);
            }
            else if (end < 0)
            {
                end = line[(int)width..].IndexOf((byte)' ');
                if (end < 0)
                {
                    break;
                }

                end += (int)width;
            }

            output.AddRange(line[..end]);
            output.AddRange(separator);
            checkSize(output.Count);
            start += end + skip;
        }

        output.AddRange(bytes.AsSpan(start));
        return GoText.FromUtf8([.. output]);
    }
}
