using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Warewulf.Templates.Parsing;

/// <summary>Go's strconv: numbers from text, with prefixes, underscores and hexadecimal floats.</summary>
internal static class GoNumberText
{
    private static readonly SearchValues<char> FloatCharacters = SearchValues.Create("0123456789.eE+-");

    /// <summary>ParseInt for 64 bits. Base 0 takes the base from the prefix and allows underscores.</summary>
    public static bool TryInt(ReadOnlySpan<char> text, int numberBase, out long value)
    {
        value = 0;
        var negative = text.StartsWith("-");
        var digits = negative || text.StartsWith("+") ? text[1..] : text;
        if (digits.StartsWith("+") || digits.StartsWith("-") || !TryUint(digits, numberBase, out var magnitude))
        {
            return false;
        }

        if (magnitude > (ulong)long.MaxValue + (negative ? 1UL : 0UL))
        {
            return false;
        }

        value = negative ? unchecked(-(long)magnitude) : (long)magnitude;
        return true;
    }

    /// <summary>ParseUint for 64 bits: no sign.</summary>
    public static bool TryUint(ReadOnlySpan<char> text, int numberBase, out ulong value)
    {
        value = 0;
        var underscores = numberBase == 0;
        var whole = text;
        if (numberBase == 0)
        {
            numberBase = TakePrefix(ref text);
        }

        if (text.IsEmpty || (underscores && !UnderscoresFit(whole)))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c == '_' && underscores)
            {
                continue;
            }

            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 99;
            if (digit >= numberBase)
            {
                return false;
            }

            var wide = ((UInt128)value * (uint)numberBase) + (uint)digit;
            if (wide > ulong.MaxValue)
            {
                return false;
            }

            value = (ulong)wide;
        }

        return true;
    }

    /// <summary>ParseFloat for 64 bits; false also for a number that is too large.</summary>
    public static bool TryFloat(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        var body = text.StartsWith("-") || text.StartsWith("+") ? text[1..] : text;
        if (body.IsEmpty)
        {
            return false;
        }

        if (body.ContainsAny("_") && !UnderscoresFit(body))
        {
            return false;
        }

        var clean = text.ToString().Replace("_", "", StringComparison.Ordinal);
        if (body is ['0', 'x' or 'X', ..])
        {
            return TryHexFloat(clean, out value);
        }

        if (body.ContainsAny("_"))
        {
            // Underscores are only for numbers with a base prefix or for literals, which is what the caller has here.
            body = clean;
        }

        if (body.ToString().ToLowerInvariant() is "inf" or "infinity" or "nan")
        {
            value = body[0] is 'n' or 'N' ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return !double.IsNaN(value) || body.Length == text.Length;
        }

        return !body.ContainsAnyExcept(FloatCharacters) && double.TryParse(clean, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    private static bool TryHexFloat(string text, out double value)
    {
        value = 0;
        var negative = text[0] == '-';
        var body = text.AsSpan().TrimStart("+-")[2..];
        var exponentAt = body.IndexOfAny("pP");
        if (exponentAt < 0 || !int.TryParse(body[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
        {
            return false;
        }

        var mantissa = BigInteger.Zero;
        var seenPoint = false;
        var any = false;
        foreach (var c in body[..exponentAt])
        {
            if (c == '.' && !seenPoint)
            {
                seenPoint = true;
                continue;
            }

            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }

            any = true;
            mantissa = (mantissa << 4) + Convert.ToInt32(c.ToString(), 16);
            exponent -= seenPoint ? 4 : 0;
        }

        value = Math.ScaleB((double)mantissa, exponent) * (negative ? -1 : 1);
        return any && double.IsFinite(value);
    }

    private static int TakePrefix(ref ReadOnlySpan<char> text)
    {
        switch (text)
        {
            case ['0', 'x' or 'X', _, ..]:
                text = text[2..];
                return 16;
            case ['0', 'o' or 'O', _, ..]:
                text = text[2..];
                return 8;
            case ['0', 'b' or 'B', _, ..]:
                text = text[2..];
                return 2;
            case ['0', _, ..]:
                text = text[1..];
                return 8;
            default:
                return 10;
        }
    }

    /// <summary>An underscore may only stand between digits, or between the base prefix and a digit.</summary>
    private static bool UnderscoresFit(ReadOnlySpan<char> text)
    {
        var previous = '^';
        var start = 0;
        var hex = false;
        if (text is ['0', 'x' or 'X' or 'b' or 'B' or 'o' or 'O', ..])
        {
            hex = text[1] is 'x' or 'X';
            previous = '0';
            start = 2;
        }

        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiDigit(c) || (hex && char.IsAsciiHexDigit(c)))
            {
                previous = '0';
            }
            else if (c == '_')
            {
                if (previous != '0')
                {
                    return false;
                }

                previous = '_';
            }
            else
            {
                if (previous == '_')
                {
                    return false;
                }

                previous = '!';
            }
        }

        return previous != '_';
    }
}
