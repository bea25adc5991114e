using System.Globalization;
using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <summary>Go's quoting of strings and characters, both ways.</summary>
internal static class GoQuote
{
    /// <summary>The string as a Go literal in double quotes.</summary>
    public static string Quote(string text) => Quote(text, '"', asciiOnly: false);

    public static string Quote(string text, char quote, bool asciiOnly)
    {
        var output = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var (rune, invalid, part) in GoText.Runes(text))
        {
            if (invalid >= 0)
            {
                output.Append("\\x").Append(invalid.ToString("x2", CultureInfo.InvariantCulture));
            }
            else
            {
                AppendRune(output, rune.Value, part, quote, asciiOnly);
            }
        }

        return output.Append(quote).ToString();
    }

    /// <summary>A character as a Go literal in single quotes; what is no character becomes U+FFFD.</summary>
    public static string QuoteCharacter(long rune, bool asciiOnly)
    {
        var valid = rune is >= 0 and <= 0x10FFFF && Rune.IsValid((int)rune) ? new Rune((int)rune) : Rune.ReplacementChar;
        var output = new StringBuilder("'");
        AppendRune(output, valid.Value, valid.ToString(), '\'', asciiOnly);
        return output.Append('\'').ToString();
    }

    /// <summary>The form U+0023 '#'; without the character when it does not print.</summary>
    public static string CodePoint(long rune)
    {
        var name = "U+" + rune.ToString("X4", CultureInfo.InvariantCulture);
        return rune is >= 0 and <= 0x10FFFF && Rune.TryCreate((int)rune, out var r) && IsPrint(r) ? $"{name} '{r}'" : name;
    }

    /// <summary>True when the string can stand in back quotes unchanged.</summary>
    public static bool CanBackquote(string text) =>
        GoText.Runes(text).All(r => r.Byte < 0 && r.Rune.Value is not (0xFEFF or '`' or 0x7F) && (r.Rune.Value >= ' ' || r.Rune.Value == '\t'));

    public static bool IsPrint(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value is >= ' ' and < 0x7F;
        }

        return GoUnicode.Category(rune.Value) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    /// <summary>Reads a string literal in double or back quotes.</summary>
    public static bool TryUnquote(string literal, out string text)
    {
        text = "";
        if (literal.StartsWith('`'))
        {
            text = literal[1..^1].Replace("\r", "", StringComparison.Ordinal);
            return true;
        }

        var body = literal.AsSpan(1, literal.Length - 2);
        if (!body.Contains('\\'))
        {
            text = Characters(body);
            return true;
        }

        var bytes = new List<byte>(body.Length);
        while (!body.IsEmpty)
        {
            var next = body.IndexOf('\\');
            var plain = next < 0 ? body : body[..next];
            bytes.AddRange(Encoding.UTF8.GetBytes(Characters(plain)));
            body = body[plain.Length..];
            if (body.IsEmpty)
            {
                break;
            }

            if (!TryEscape(body, '"', out var value, out var isByte, out var length))
            {
                return false;
            }

            bytes.AddRange(isByte ? [(byte)value] : Encoding.UTF8.GetBytes(new Rune(value).ToString()));
            body = body[length..];
        }

        text = GoText.FromUtf8(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
        return true;
    }

    /// <summary>Reads the first character of a character literal, after its opening quote.</summary>
    public static bool TryUnquoteCharacter(ReadOnlySpan<char> text, out int value, out ReadOnlySpan<char> rest)
    {
        value = 0;
        rest = text;
        if (text.IsEmpty || text[0] == '\'')
        {
            return false;
        }

        int length;
        if (text[0] == '\\')
        {
            if (!TryEscape(text, '\'', out value, out _, out length))
            {
                return false;
            }
        }
        else
        {
            _ = Rune.DecodeFromUtf16(text, out var rune, out length);
            value = rune.Value;
        }

        rest = text[length..];
        return true;
    }

    // What is not UTF-8 in a quoted constant becomes U+FFFD; to have such bytes they are to be escaped.
    private static string Characters(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uDC80', '\uDCFF'))
        {
            return text.ToString();
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune.ToString());
        }

        return result.ToString();
    }

    // The framework would take a NUL behind digits for nothing.
    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static bool TryEscape(ReadOnlySpan<char> text, char quote, out int value, out bool isByte, out int length)
    {
        (value, isByte, length) = (0, false, 2);
        if (text.Length < 2)
        {
            return false;
        }

        const string Letters = "abfnrtv\\";
        var simple = Letters.IndexOf(text[1], StringComparison.Ordinal);
        if (simple >= 0 || text[1] == quote)
        {
            value = simple >= 0 ? "\a\b\f\n\r\t\v\\"[simple] : quote;
            return true;
        }

        if (text[1] is >= '0' and <= '7')
        {
            (isByte, length) = (true, 4);
            return text.Length >= 4 && !text[1..4].ContainsAnyExceptInRange('0', '7')
                && (value = Convert.ToInt32(text[1..4].ToString(), 8)) <= 255;
        }

        var digits = text[1] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0 || text.Length < 2 + digits || text.Slice(2, digits).ContainsAnyExcept(HexDigits)
            || !uint.TryParse(text.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        (value, isByte, length) = ((int)number, digits == 2, 2 + digits);
        return isByte || Rune.IsValid(number);
    }

    private static void AppendRune(StringBuilder output, int rune, string text, char quote, bool asciiOnly)
    {
        if (rune == quote || rune == '\\')
        {
            output.Append('\\').Append((char)rune);
            return;
        }

        if (asciiOnly ? rune < 0x80 && IsPrint(new Rune(rune)) : IsPrint(new Rune(rune)))
        {
            output.Append(text);
            return;
        }

        const string Controls = "\a\b\f\n\r\t\v";
        var index = rune < 0x80 ? Controls.IndexOf((char)rune, StringComparison.Ordinal) : -1;
        if (index >= 0)
        {
            output.Append('\\').Append("abfnrtv"[index]);
        }
        else if (rune is < ' ' or 0x7F)
        {
            output.Append("\\x").Append(rune.ToString("x2", CultureInfo.InvariantCulture));
        }
        else
        {
            output.Append(rune < 0x10000 ? "\\u" : "\\U").Append(rune.ToString(rune < 0x10000 ? "x4" : "x8", CultureInfo.InvariantCulture));
        }
    }
}
