using System.Globalization;
using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <content>Numbers, characters and strings.</content>
internal sealed partial class GoFormatter
{
    private void Pad(string text)
    {
        var missing = (_flags.Width ?? 0) - GoText.RuneCount(text);
        if (missing <= 0)
        {
            _output.Append(text);
        }
        else if (_flags.Minus)
        {
            _output.Append(text).Append(' ', missing);
        }
        else
        {
            _output.Append(_flags.Zero ? '0' : ' ', missing).Append(text);
        }
    }

    private void PrintInteger(GoValue value, ulong bits, bool signed, int verb)
    {
        switch (verb)
        {
            case 'v' when _flags.SharpV && !signed:
                var sharp = _flags.Sharp;
                _flags.Sharp = true;
                FormatInteger(bits, 16, signed, 'v', false);
                _flags.Sharp = sharp;
                break;
            case 'v' or 'd':
                FormatInteger(bits, 10, signed, verb, false);
                break;
            case 'b':
                FormatInteger(bits, 2, signed, verb, false);
                break;
            case 'o' or 'O':
                FormatInteger(bits, 8, signed, verb, false);
                break;
            case 'x' or 'X':
                FormatInteger(bits, 16, signed, verb, verb == 'X');
                break;
            case 'c':
                Pad(Character(bits).ToString());
                break;
            case 'q':
                Pad(GoQuote.QuoteCharacter((long)bits, _flags.Plus));
                break;
            case 'U':
                PrintCodePoint(bits);
                break;
            default:
                BadVerb(value, verb);
                break;
        }
    }

    private static Rune Character(ulong bits) => bits <= 0x10FFFF && Rune.IsValid((int)bits) ? new Rune((int)bits) : Rune.ReplacementChar;

    private void PrintCodePoint(ulong bits)
    {
        var digits = bits.ToString("X", CultureInfo.InvariantCulture).PadLeft(Math.Max(4, _flags.Precision ?? 4), '0');
        var text = "U+" + digits;
        if (_flags.Sharp && bits <= 0x10FFFF && Rune.TryCreate((int)bits, out var rune) && GoQuote.IsPrint(rune))
        {
            text += $" '{rune}'";
        }

        var zero = _flags.Zero;
        _flags.Zero = false;
        Pad(text);
        _flags.Zero = zero;
    }

    private void FormatInteger(ulong bits, int numberBase, bool signed, int verb, bool upper)
    {
        var negative = signed && (long)bits < 0;
        var magnitude = negative ? unchecked(0UL - bits) : bits;
        var wanted = 0;
        if (_flags.Precision is { } precision)
        {
            wanted = precision;
            if (precision == 0 && magnitude == 0)
            {
                _output.Append(' ', _flags.Width ?? 0);
                return;
            }
        }
        else if (_flags.Zero && !_flags.Minus && _flags.Width is { } width)
        {
            wanted = width - (negative || _flags.Plus || _flags.Space ? 1 : 0);
        }

        var digits = numberBase switch
        {
            2 => magnitude.ToString("b", CultureInfo.InvariantCulture),
            8 => Convert.ToString((long)magnitude, 8),
            16 => magnitude.ToString(upper ? "X" : "x", CultureInfo.InvariantCulture),
            _ => magnitude.ToString(CultureInfo.InvariantCulture),
        };
        digits = digits.PadLeft(Math.Max(wanted, 0), '0');
        if (_flags.Sharp)
        {
            digits = numberBase switch
            {
                2 => "0b" + digits,
                8 when digits[0] != '0' => "0" + digits,
                16 => (upper ? "0X" : "0x") + digits,
                _ => digits,
            };
        }

        digits = verb == 'O' ? "0o" + digits : digits;
        var sign = negative ? "-" : _flags.Plus ? "+" : _flags.Space ? " " : "";
        var zero = _flags.Zero;
        _flags.Zero = false;
        Pad(sign + digits);
        _flags.Zero = zero;
    }

    private void PrintFloat(GoValue value, int verb)
    {
        var single = value.Kind == GoKind.Float32;
        switch (verb)
        {
            case 'v':
                FormatFloat(value.AsFloat, single, 'g', -1);
                break;
            case 'b' or 'g' or 'G' or 'x' or 'X':
                FormatFloat(value.AsFloat, single, (char)verb, -1);
                break;
            case 'e' or 'E' or 'f':
                FormatFloat(value.AsFloat, single, (char)verb, 6);
                break;
            case 'F':
                FormatFloat(value.AsFloat, single, 'f', 6);
                break;
            default:
                BadVerb(value, verb);
                break;
        }
    }

    private void FormatFloat(double value, bool single, char verb, int precision)
    {
        precision = _flags.Precision ?? precision;
        var text = FloatText.Format(value, verb, precision, single);
        text = text[0] is '-' or '+' ? text : "+" + text;
        if (_flags.Space && text[0] == '+' && !_flags.Plus)
        {
            text = " " + text[1..];
        }

        var zero = _flags.Zero;
        if (!double.IsFinite(value))
        {
            // Infinities keep their sign; neither is padded with zeros.
            _flags.Zero = false;
            Pad(double.IsNaN(value) && !_flags.Plus && !_flags.Space ? "NaN" : text);
            _flags.Zero = zero;
            return;
        }

        if (_flags.Sharp && verb != 'b')
        {
            text = KeepPoint(text, verb, precision);
        }

        if (_flags.Plus || text[0] != '+')
        {
            var missing = (_flags.Width ?? 0) - text.Length;
            if (_flags.Zero && !_flags.Minus && missing > 0)
            {
                _output.Append(text[0]).Append('0', missing).Append(text.AsSpan(1));
            }
            else
            {
                Pad(text);
            }
        }
        else
        {
            Pad(text[1..]);
        }

        _flags.Zero = zero;
    }

    /// <summary>The sharp flag keeps the decimal point and, for g, the zeros up to the precision.</summary>
    private static string KeepPoint(string text, char verb, int precision)
    {
        var tailAt = verb is 'x' or 'X' ? text.AsSpan().IndexOfAny('p', 'P') : text.AsSpan(1).IndexOfAny('e', 'E') + 1;
        tailAt = tailAt <= 0 ? text.Length : tailAt;
        var (body, tail) = (text[..tailAt], text[tailAt..]);
        var hasPoint = body.Contains('.', StringComparison.Ordinal);
        var wanted = verb is 'g' or 'G' ? (precision < 0 ? 6 : precision) : 0;
        var significant = body.Where(char.IsAsciiDigit).SkipWhile(d => d == '0').Count();
        significant = significant == 0 ? 1 : significant;
        return body + (hasPoint ? "" : ".") + new string('0', Math.Max(0, wanted - significant)) + tail;
    }

    private void PrintComplex(GoValue value, int verb)
    {
        if (verb is not ('v' or 'b' or 'g' or 'G' or 'x' or 'X' or 'f' or 'F' or 'e' or 'E'))
        {
            BadVerb(value, verb);
            return;
        }

        var number = value.AsComplex;
        var plus = _flags.Plus;
        _output.Append('(');
        PrintFloat(GoValue.Float(number.Real), verb);
        _flags.Plus = true;
        PrintFloat(GoValue.Float(number.Imaginary), verb);
        _output.Append("i)");
        _flags.Plus = plus;
    }

    private void PrintText(string text, int verb) => PrintString(text, verb, default);

    private void PrintString(string text, int verb, GoValue origin)
    {
        switch (verb)
        {
            case 'v' when _flags.SharpV:
            case 'q':
                text = Truncate(text);
                Pad(_flags.Sharp && GoQuote.CanBackquote(text) ? $"`{text}`" : GoQuote.Quote(text, '"', _flags.Plus));
                break;
            case 'v' or 's':
                Pad(Truncate(text));
                break;
            case 'x' or 'X':
                PrintHex(GoText.ToUtf8(text), verb == 'X');
                break;
            default:
                BadVerb(origin, verb);
                break;
        }
    }

    private string Truncate(string text)
    {
        if (_flags.Precision is not { } precision || text.Length <= precision)
        {
            return text;
        }

        return string.Concat(GoText.Runes(text).Take(precision).Select(r => r.Text));
    }

    private void PrintHex(byte[] bytes, bool upper)
    {
        var count = Math.Min(bytes.Length, _flags.Precision ?? bytes.Length);
        var prefix = _flags.Sharp ? upper ? "0X" : "0x" : "";
        var hex = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            hex.Append(_flags.Space && i > 0 ? " " : "");
            hex.Append(i == 0 || _flags.Space ? prefix : "");
            hex.Append(bytes[i].ToString(upper ? "X2" : "x2", CultureInfo.InvariantCulture));
        }

        Pad(hex.ToString());
    }
}
