using System.Buffers;

namespace Warewulf.Templates.Times;

/// <summary>Reads durations such as 1h15m30.5s and -1.5h.</summary>
internal static class DurationParser
{
    private const ulong Limit = 1UL << 63;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create(".0123456789");

    /// <summary>The nanoseconds. Throws <see cref="TimeParseException"/>.</summary>
    public static long Parse(string text)
    {
        var rest = text.AsSpan();
        var negative = rest.StartsWith("-");
        rest = negative || rest.StartsWith("+") ? rest[1..] : rest;
        if (rest is "0")
        {
            return 0;
        }

        if (rest.IsEmpty)
        {
            throw Invalid(text);
        }

        UInt128 total = 0;
        while (!rest.IsEmpty)
        {
            total += Part(text, ref rest);
            if (total > Limit)
            {
                throw Invalid(text);
            }
        }

        return negative ? unchecked(-(long)(ulong)total) : total < Limit ? (long)total : throw Invalid(text);
    }

    private static ulong Part(string text, ref ReadOnlySpan<char> rest)
    {
        if (rest[0] != '.' && !char.IsAsciiDigit(rest[0]))
        {
            throw Invalid(text);
        }

        var digits = DigitCount(rest);
        UInt128 whole = 0;
        foreach (var c in rest[..digits])
        {
            whole = (whole * 10) + (uint)(c - '0');
            if (whole > Limit)
            {
                throw Invalid(text);
            }
        }

        rest = rest[digits..];
        var (fraction, scale, decimals) = (0UL, 1.0, 0);
        if (rest.StartsWith("."))
        {
            rest = rest[1..];
            decimals = DigitCount(rest);
            (fraction, scale) = Fraction(rest[..decimals]);
            rest = rest[decimals..];
        }

        if (digits + decimals == 0)
        {
            throw Invalid(text);
        }

        var unit = Unit(text, ref rest);
        if (whole > Limit / unit)
        {
            throw Invalid(text);
        }

        var value = (ulong)whole * unit;
        value += fraction > 0 ? (ulong)(fraction * (unit / scale)) : 0;
        return value > Limit ? throw Invalid(text) : value;
    }

    /// <summary>The digits after the point; those beyond 63 bits do not count.</summary>
    private static (ulong Value, double Scale) Fraction(ReadOnlySpan<char> digits)
    {
        var value = 0UL;
        var scale = 1.0;
        foreach (var c in digits)
        {
            if (value > (Limit - 1) / 10 || (value * 10) + (uint)(c - '0') > Limit)
            {
                break;
            }

            value = (value * 10) + (uint)(c - '0');
            scale *= 10;
        }

        return (value, scale);
    }

    private static ulong Unit(string text, ref ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAny(NumberCharacters);
        length = length < 0 ? rest.Length : length;
        if (length == 0)
        {
            throw new TimeParseException("time: missing unit in duration " + TimeParseException.Quote(text));
        }

        var name = rest[..length];
        rest = rest[length..];
        return name switch
        {
            "ns" => 1,
            "us" or "\u00B5s" or "\u03BCs" => GoDuration.Microsecond,
            "ms" => GoDuration.Millisecond,
            "s" => GoDuration.Second,
            "m" => GoDuration.Minute,
            "h" => GoDuration.Hour,
            _ => throw new TimeParseException($"time: unknown unit {TimeParseException.Quote(name)} in duration {TimeParseException.Quote(text)}"),
        };
    }

    private static int DigitCount(ReadOnlySpan<char> text)
    {
        var count = text.IndexOfAnyExceptInRange('0', '9');
        return count < 0 ? text.Length : count;
    }

    private static TimeParseException Invalid(string text) => new("time: invalid duration " + TimeParseException.Quote(text));
}
