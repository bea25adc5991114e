using System.Text;
using Warewulf.Templates.Functions;

namespace Warewulf.Templates.Urls;

/// <summary>Percent escapes as net/url writes and reads them. Texts hold one byte in each character.</summary>
internal static class UrlEscaping
{
    public static string Escape(string text, UrlPart part)
    {
        var output = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (MustEscape(c, part))
            {
                output.Append('%').Append(Convert.ToHexString([(byte)c]));
            }
            else
            {
                output.Append(c);
            }
        }

        return output.ToString();
    }

    /// <summary>Throws <see cref="UrlException"/> with Go's message.</summary>
    public static string Unescape(string text, UrlPart part)
    {
        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                output.Append(Escaped(text.AsSpan(i), part));
                i += 2;
                continue;
            }

            if (part is UrlPart.Host or UrlPart.Zone && text[i] < 0x80 && MustEscape(text[i], part))
            {
                throw new UrlException($"invalid character {GoQuote.Quote(text[i].ToString())} in host name");
            }

            output.Append(text[i]);
        }

        return output.ToString();
    }

    private static char Escaped(ReadOnlySpan<char> text, UrlPart part)
    {
        if (text.Length < 3 || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
        {
            throw Invalid(text[..Math.Min(3, text.Length)]);
        }

        text = text[..3];
        var value = (char)byte.Parse(text[1..], System.Globalization.NumberStyles.HexNumber, null);
        var refused = part switch
        {
            // In a host only bytes beyond ASCII may be escaped; a zone after the percent sign has some more freedom.
            UrlPart.Host => value < 0x80 && text is not "%25",
            UrlPart.Zone => text is not "%25" && value != ' ' && MustEscape(value, UrlPart.Host),
            _ => false,
        };
        return refused ? throw Invalid(text) : value;
    }

    private static UrlException Invalid(ReadOnlySpan<char> escape) => new("invalid URL escape " + GoQuote.Quote(UrlText.ToGo(escape.ToString())));

    private static bool MustEscape(char c, UrlPart part)
    {
        if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~')
        {
            return false;
        }

        return part switch
        {
            UrlPart.Host or UrlPart.Zone => !"!$&'()*+,;=:[]<>\"".Contains(c, StringComparison.Ordinal),
            UrlPart.Path => !"$&+,/:;=@".Contains(c, StringComparison.Ordinal),
            UrlPart.User => !"$&+,;=".Contains(c, StringComparison.Ordinal),
            _ => !"$&+,/:;=?@!()*".Contains(c, StringComparison.Ordinal),
        };
    }
}
