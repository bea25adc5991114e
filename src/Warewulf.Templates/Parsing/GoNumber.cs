using System.Numerics;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Lexing;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing;

/// <summary>A number as written, and every type it can be.</summary>
internal sealed record GoNumber(string Text)
{
    public long? Int { get; private set; }

    public ulong? Uint { get; private set; }

    public double? Float { get; private set; }

    public Complex? Complex { get; private set; }

    /// <summary>The value where nothing asks for a type; null when it is an integer that int cannot hold.</summary>
    public GoValue? Ideal { get; private set; }

    /// <summary>Reads a number; null with a message when it is none.</summary>
    public static GoNumber? Parse(TokenKind kind, string text, out string error)
    {
        var number = new GoNumber(text);
        error = "";
        if (kind == TokenKind.CharConstant)
        {
            return number.ReadCharacter(ref error) ? number : null;
        }

        if (kind == TokenKind.Complex)
        {
            return number.ReadComplex(ref error) ? number : null;
        }

        if (text.EndsWith('i') && GoNumberText.TryFloat(text.AsSpan(0, text.Length - 1), out var imaginary))
        {
            number.SetComplex(new Complex(0, imaginary));
            return number;
        }

        return number.ReadReal(ref error) ? number : null;
    }

    private bool ReadCharacter(ref string error)
    {
        if (!GoQuote.TryUnquoteCharacter(Text.AsSpan(1), out var value, out var rest))
        {
            error = "invalid syntax";
            return false;
        }

        if (rest is not "'")
        {
            error = "malformed character constant: " + Text;
            return false;
        }

        (Int, Uint, Float) = (value, (ulong)value, value);
        Ideal = GoValue.Int(value);
        return true;
    }

    private bool ReadComplex(ref string error)
    {
        var sign = Text.AsSpan(1).LastIndexOfAny("+-");
        while (sign > 0 && Text[sign] is 'e' or 'E' or 'p' or 'P')
        {
            sign = Text.AsSpan(1, sign - 1).LastIndexOfAny("+-");
        }

        if (sign < 0 || !GoNumberText.TryFloat(Text.AsSpan(0, sign + 1), out var real)
            || !GoNumberText.TryFloat(Text.AsSpan(sign + 1, Text.Length - sign - 2), out var imaginary))
        {
            error = "syntax error scanning complex number";
            return false;
        }

        SetComplex(new Complex(real, imaginary));
        return true;
    }

    private bool ReadReal(ref string error)
    {
        if (GoNumberText.TryUint(Text, 0, out var unsigned))
        {
            Uint = unsigned;
        }

        if (GoNumberText.TryInt(Text, 0, out var signed))
        {
            Int = signed;
            Uint = signed == 0 ? 0 : Uint;
        }

        if (Int is not null || Uint is not null)
        {
            Float = Int ?? (double)Uint!.Value;
        }
        else if (GoNumberText.TryFloat(Text, out var real))
        {
            if (!Text.AsSpan().ContainsAny(".eEpP"))
            {
                error = "integer overflow: " + GoQuote.Quote(Text);
                return false;
            }

            Float = real;
            SetIntegersOf(real);
        }
        else
        {
            error = "illegal number syntax: " + GoQuote.Quote(Text);
            return false;
        }

        SetIdeal();
        return true;
    }

    private void SetIdeal()
    {
        // 0x1e is an integer although it has an e in it.
        var hexInteger = Text.AsSpan().TrimStart("+-") is ['0', 'x' or 'X', ..] && !Text.AsSpan().ContainsAny("pP");
        if (Float is { } real && !hexInteger && Text.AsSpan().ContainsAny(".eEpP"))
        {
            Ideal = GoValue.Float(real);
        }
        else if (Int is { } signed)
        {
            Ideal = GoValue.Int(signed);
        }
    }

    private void SetComplex(Complex value)
    {
        Complex = value;
        Ideal = GoValue.Complex(value);
        if (value.Imaginary == 0)
        {
            Float = value.Real;
            SetIntegersOf(value.Real);
        }
    }

    private void SetIntegersOf(double real)
    {
        if (Math.Truncate(real) != real)
        {
            return;
        }

        if (real is >= -9223372036854775808.0 and < 9223372036854775808.0)
        {
            Int = (long)real;
        }

        if (real is >= 0 and < 18446744073709551616.0)
        {
            Uint = (ulong)real;
        }
    }
}
