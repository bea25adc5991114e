using System.Globalization;
using System.Numerics;
using System.Text;

namespace Warewulf.Templates.Functions;

/// <summary>Go's strconv.FormatFloat. Digits come from exact arithmetic and round half to even, as in Go.</summary>
internal static class FloatText
{
    /// <summary>Formats a number with one of the verbs e E f g G b x X; precision -1 gives the shortest text that reads back the same.</summary>
    public static string Format(double value, char verb, int precision, bool single)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        var sign = double.IsNegative(value) ? "-" : "";
        value = Math.Abs(value);
        return sign + char.ToLowerInvariant(verb) switch
        {
            'b' => Binary(value, single),
            'x' => Hexadecimal(value, precision, verb),
            'f' => Fixed(value, precision, single),
            'e' => Scientific(value, precision, verb, single),
            _ => General(value, precision, verb, single),
        };
    }

    private static string General(double value, int precision, char verb, bool single)
    {
        var shortest = precision < 0;
        precision = precision == 0 ? 1 : precision;
        var (digits, point) = shortest ? Shortest(value, single) : Significant(value, precision);
        digits = shortest ? digits : Trim(digits);
        var limit = shortest ? 6 : precision > digits.Length && digits.Length >= point ? digits.Length : precision;
        var exponent = point - 1;
        if (exponent < -4 || exponent >= limit)
        {
            return Exponent(digits, digits.Length - 1, exponent, verb is 'G' ? 'E' : 'e');
        }

        return Plain(digits, point, Math.Max(digits.Length - point, 0));
    }

    private static string Scientific(double value, int precision, char verb, bool single)
    {
        var (digits, point) = precision < 0 ? Shortest(value, single) : Significant(value, precision + 1);
        return Exponent(digits, precision < 0 ? digits.Length - 1 : precision, point - 1, verb);
    }

    private static string Fixed(double value, int precision, bool single)
    {
        if (precision >= 0)
        {
            var text = Rounded(value, precision).ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
            return precision == 0 ? text : $"{text[..^precision]}.{text[^precision..]}";
        }

        var (digits, point) = Shortest(value, single);
        return Plain(digits, point, Math.Max(digits.Length - point, 0));
    }

    private static string Exponent(string digits, int decimals, int exponent, char letter)
    {
        var text = new StringBuilder().Append(digits[0]);
        if (decimals > 0)
        {
            text.Append('.').Append(digits.AsSpan(1)).Append('0', Math.Max(0, decimals - (digits.Length - 1)));
        }

        exponent = digits is "0" || digits.All(d => d == '0') ? 0 : exponent;
        return text.Append(letter).Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    private static string Plain(string digits, int point, int decimals)
    {
        var text = new StringBuilder();
        text.Append(point <= 0 ? "0" : digits.Length >= point ? digits[..point] : digits.PadRight(point, '0'));
        if (decimals > 0)
        {
            text.Append('.');
            for (var i = 0; i < decimals; i++)
            {
                var at = point + i;
                text.Append(at >= 0 && at < digits.Length ? digits[at] : '0');
            }
        }

        return text.ToString();
    }

    /// <summary>The fewest digits that identify the number, and where the decimal point stands among them.</summary>
    internal static (string Digits, int Point) Shortest(double value, bool single)
    {
        if (value == 0)
        {
            return ("0", 1);
        }

        var text = single ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        var letter = text.IndexOf('E', StringComparison.Ordinal);
        if (letter >= 0)
        {
            exponent = int.Parse(text.AsSpan(letter + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..letter];
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var point = (dot < 0 ? text.Length : dot) + exponent;
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        var trimmed = digits.TrimStart('0');
        return (Trim(trimmed), point - (digits.Length - trimmed.Length));
    }

    private static (string Digits, int Point) Significant(double value, int count)
    {
        if (value == 0)
        {
            return (new string('0', count), 1);
        }

        var point = (int)Math.Floor(Math.Log10(value)) + 1;
        while (true)
        {
            // Log10 may be off by one at powers of ten; the number of digits tells.
            var digits = Rounded(value, count - point).ToString(CultureInfo.InvariantCulture);
            if (digits.Length == count)
            {
                return (digits, point);
            }

            if (digits.Length > count && digits.AsSpan(1).TrimEnd('0').IsEmpty && digits[0] == '1' && digits.Length == count + 1)
            {
                return (digits[..count], point + 1);
            }

            point += digits.Length > count ? 1 : -1;
        }
    }

    /// <summary>value · 10^decimals as an integer, half to even.</summary>
    private static BigInteger Rounded(double value, int decimals)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        mantissa = exponent == 0 ? mantissa : mantissa | (1L << 52);
        exponent = Math.Max(exponent, 1) - 1075;
        var numerator = (BigInteger)mantissa * BigInteger.Pow(2, Math.Max(exponent, 0)) * BigInteger.Pow(10, Math.Max(decimals, 0));
        var denominator = BigInteger.Pow(2, Math.Max(-exponent, 0)) * BigInteger.Pow(10, Math.Max(-decimals, 0));
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        var half = (remainder * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static string Binary(double value, bool single)
    {
        if (single)
        {
            var word = BitConverter.SingleToInt32Bits((float)value);
            var power = (word >> 23) & 0xFF;
            var fraction = (word & 0x7FFFFF) | (power == 0 ? 0 : 1 << 23);
            return $"{fraction}p{Signed(Math.Max(power, 1) - 150)}";
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        return $"{mantissa}p{Signed(Math.Max(exponent, 1) - 1075)}";
    }

    private static string Hexadecimal(double value, int precision, char verb)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = ((int)(bits >> 52) & 0x7FF) - 1023;
        var mantissa = (ulong)(bits & 0xFFFFFFFFFFFFF) | (1UL << 52);
        if (exponent == -1023)
        {
            mantissa &= ~(1UL << 52);
            exponent = mantissa == 0 ? 0 : -1022;
            while (mantissa != 0 && (mantissa & (1UL << 52)) == 0)
            {
                mantissa <<= 1;
                exponent--;
            }
        }

        // 60 fraction bits: one hexadecimal digit before the point, fifteen after.
        mantissa <<= 8;
        if (precision is >= 0 and < 15)
        {
            var shift = 60 - (precision * 4);
            var extra = mantissa & ((1UL << shift) - 1);
            mantissa >>= shift;
            var half = 1UL << (shift - 1);
            mantissa += extra > half || (extra == half && (mantissa & 1) == 1) ? 1UL : 0;
            mantissa <<= shift;
            if ((mantissa >> 61) != 0)
            {
                mantissa >>= 1;
                exponent++;
            }
        }

        var fraction = (mantissa & ((1UL << 60) - 1)).ToString("x15", CultureInfo.InvariantCulture);
        fraction = precision < 0 ? fraction.TrimEnd('0') : precision <= 15 ? fraction[..precision] : fraction.PadRight(precision, '0');
        var sign = exponent < 0 ? '-' : '+';
        var text = $"0x{mantissa >> 60}{(fraction.Length > 0 ? "." : "")}{fraction}p{sign}{Math.Abs(exponent):00}";
        return verb == 'X' ? text.ToUpperInvariant() : text;
    }

    private static string Signed(int value) => value < 0 ? value.ToString(CultureInfo.InvariantCulture) : "+" + value;

    private static string Trim(string digits)
    {
        var trimmed = digits.TrimEnd('0');
        return trimmed.Length == 0 ? "0" : trimmed;
    }
}
