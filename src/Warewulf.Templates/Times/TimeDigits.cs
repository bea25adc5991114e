namespace Warewulf.Templates.Times;

/// <summary>Takes numbers and names off the front of a text.</summary>
internal static class TimeDigits
{
    /// <summary>One or two digits; two when the width is fixed.</summary>
    public static bool TryTwo(ref ReadOnlySpan<char> text, bool fixedWidth, out int value)
    {
        value = 0;
        if (text.IsEmpty || !char.IsAsciiDigit(text[0]))
        {
            return false;
        }

        var two = text.Length > 1 && char.IsAsciiDigit(text[1]);
        if (!two && fixedWidth)
        {
            return false;
        }

        value = two ? ((text[0] - '0') * 10) + text[1] - '0' : text[0] - '0';
        text = text[(two ? 2 : 1)..];
        return true;
    }

    /// <summary>One to three digits; three when the width is fixed.</summary>
    public static bool TryThree(ref ReadOnlySpan<char> text, bool fixedWidth, out int value)
    {
        value = 0;
        var length = 0;
        while (length < 3 && length < text.Length && char.IsAsciiDigit(text[length]))
        {
            value = (value * 10) + text[length++] - '0';
        }

        text = text[length..];
        return length > 0 && (length == 3 || !fixedWidth);
    }

    /// <summary>The whole text as a number with an optional sign.</summary>
    public static bool TryInteger(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        var negative = text.StartsWith("-");
        var digits = negative || text.StartsWith("+") ? text[1..] : text;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + c - '0';
        }

        value = negative ? -value : value;
        return true;
    }

    /// <summary>One of the names, or of their first letters, in any case; the value counts from 1.</summary>
    public static bool TryName(ref ReadOnlySpan<char> text, string[] names, int length, out int value)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i].AsSpan(0, length == 0 ? names[i].Length : length);
            if (text.Length >= name.Length && System.Text.Ascii.EqualsIgnoreCase(text[..name.Length], name))
            {
                value = i + 1;
                text = text[name.Length..];
                return true;
            }
        }

        value = -1;
        return false;
    }
}
