using System.Buffers;

namespace Warewulf.Templates.Lexing;

/// <summary>Finds the end of a number. It takes a little more than numbers; the parser decides what they mean.</summary>
internal static class NumberScanner
{
    private static readonly SearchValues<byte> Decimal = SearchValues.Create("0123456789_"u8);
    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF_"u8);
    private static readonly SearchValues<byte> Octal = SearchValues.Create("01234567_"u8);
    private static readonly SearchValues<byte> Binary = SearchValues.Create("01_"u8);

    /// <summary>Scans one number with its sign; false when a letter or digit follows that cannot belong to it.</summary>
    public static bool Scan(ReadOnlySpan<byte> text, out int length)
    {
        var position = 0;
        Accept(text, ref position, "+-"u8);
        var digits = Decimal;
        if (Accept(text, ref position, "0"u8))
        {
            if (Accept(text, ref position, "xX"u8))
            {
                digits = Hexadecimal;
            }
            else if (Accept(text, ref position, "oO"u8))
            {
                digits = Octal;
            }
            else if (Accept(text, ref position, "bB"u8))
            {
                digits = Binary;
            }
        }

        AcceptRun(text, ref position, digits);
        if (Accept(text, ref position, "."u8))
        {
            AcceptRun(text, ref position, digits);
        }

        if ((ReferenceEquals(digits, Decimal) && Accept(text, ref position, "eE"u8))
            || (ReferenceEquals(digits, Hexadecimal) && Accept(text, ref position, "pP"u8)))
        {
            Accept(text, ref position, "+-"u8);
            AcceptRun(text, ref position, Decimal);
        }

        Accept(text, ref position, "i"u8);
        length = position;
        if (position == text.Length)
        {
            return true;
        }

        var known = System.Text.Rune.DecodeFromUtf8(text[position..], out var rune, out _) == OperationStatus.Done;
        return !known || !Lexer.IsAlphaNumeric(rune.Value);
    }

    private static bool Accept(ReadOnlySpan<byte> text, ref int position, ReadOnlySpan<byte> any)
    {
        if (position < text.Length && any.Contains(text[position]))
        {
            position++;
            return true;
        }

        return false;
    }

    private static void AcceptRun(ReadOnlySpan<byte> text, ref int position, SearchValues<byte> any)
    {
        var end = text[position..].IndexOfAnyExcept(any);
        position = end < 0 ? text.Length : position + end;
    }
}
