using System.Net;
using System.Net.Sockets;
using Warewulf.Templates.Functions;

namespace Warewulf.Templates.Urls;

/// <summary>Takes URLs apart as net/url does.</summary>
internal static class UrlParser
{
    private const string UserCharacters = "-._:~!$&'()*+,;=%@";

    /// <summary>Parses a URL, absolute or relative. Throws <see cref="UrlException"/> with Go's message.</summary>
    public static GoUrl Parse(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var main = hash < 0 ? text : text[..hash];
        GoUrl url;
        try
        {
            url = ParseMain(main);
        }
        catch (UrlException error)
        {
            throw new UrlException($"parse {GoQuote.Quote(UrlText.ToGo(main))}: {error.Message}");
        }

        try
        {
            return hash < 0 ? url : url with { Fragment = UrlEscaping.Unescape(text[(hash + 1)..], UrlPart.Fragment) };
        }
        catch (UrlException error)
        {
            throw new UrlException($"parse {GoQuote.Quote(UrlText.ToGo(text))}: {error.Message}");
        }
    }

    /// <summary>True for nothing, for a colon, and for a colon with digits.</summary>
    public static bool IsOptionalPort(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text[0] == ':' && !text[1..].ContainsAnyExceptInRange('0', '9'));

    private static GoUrl ParseMain(string text)
    {
        if (text.Any(c => c is < ' ' or '\x7F'))
        {
            throw new UrlException("net/url: invalid control character in URL");
        }

        if (text == "*")
        {
            return new GoUrl { Path = "*" };
        }

        var (scheme, rest) = SplitScheme(text);
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? "" : rest[(question + 1)..];
        rest = question < 0 ? rest : rest[..question];
        var url = new GoUrl { Scheme = scheme.ToLowerInvariant(), Query = query };
        if (!rest.StartsWith('/'))
        {
            if (scheme.Length > 0)
            {
                return url with { Opaque = rest };
            }

            if (rest.Split('/')[0].Contains(':', StringComparison.Ordinal))
            {
                throw new UrlException("first path segment in URL cannot contain colon");
            }
        }

        if ((scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)) && rest.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = rest.IndexOf('/', 2);
            var authority = slash < 0 ? rest[2..] : rest[2..slash];
            rest = slash < 0 ? "" : rest[slash..];
            var at = authority.LastIndexOf('@');
            var host = ParseHost(authority[(at + 1)..]);
            url = url with { Host = host, User = at < 0 ? null : ParseUser(authority[..at]) };
        }

        return url with { Path = UrlEscaping.Unescape(rest, UrlPart.Path) };
    }

    private static (string Scheme, string After) SplitScheme(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case ':' when i == 0:
                    throw new UrlException("missing protocol scheme");
                case ':':
                    return (text[..i], text[(i + 1)..]);
                case var c when char.IsAsciiLetter(c) || (i > 0 && (char.IsAsciiDigit(c) || c is '+' or '-' or '.')):
                    continue;
            }

            break;
        }

        return ("", text);
    }

    /// <summary>User and password, escaped anew.</summary>
    private static string ParseUser(string text)
    {
        if (!text.All(c => char.IsAsciiLetterOrDigit(c) || UserCharacters.Contains(c, StringComparison.Ordinal)))
        {
            throw new UrlException("net/url: invalid userinfo");
        }

        return string.Join(':', text.Split(':', 2).Select(part => UrlEscaping.Escape(UrlEscaping.Unescape(part, UrlPart.User), UrlPart.User)));
    }

    private static string ParseHost(string host)
    {
        var open = host.LastIndexOf('[');
        if (open < 0)
        {
            var colon = host.LastIndexOf(':');
            CheckPort(colon < 0 ? "" : host[colon..]);
            return UrlEscaping.Unescape(host, UrlPart.Host);
        }

        var close = host.LastIndexOf(']');
        if (close < 0)
        {
            throw new UrlException("missing ']' in host");
        }

        var port = host[(close + 1)..];
        CheckPort(port);
        if (open > close)
        {
            throw new UrlException("invalid IP-literal");
        }

        var address = host[(open + 1)..close];
        var zone = address.IndexOf("%25", StringComparison.Ordinal);
        address = zone < 0
            ? UrlEscaping.Unescape(address, UrlPart.Host)
            : UrlEscaping.Unescape(address[..zone], UrlPart.Host) + UrlEscaping.Unescape(address[zone..], UrlPart.Zone);
        CheckAddress(address);
        return $"[{address}]{UrlEscaping.Unescape(port, UrlPart.Host)}";
    }

    private static void CheckPort(string port)
    {
        if (!IsOptionalPort(port))
        {
            throw new UrlException($"invalid port {GoQuote.Quote(UrlText.ToGo(port))} after host");
        }
    }

    /// <summary>Only an IPv6 address may stand in brackets.</summary>
    private static void CheckAddress(string text)
    {
        var percent = text.IndexOf('%', StringComparison.Ordinal);
        var (main, quoted) = (percent < 0 ? text : text[..percent], GoQuote.Quote(UrlText.ToGo(text)));
        if (!main.Contains(':', StringComparison.Ordinal))
        {
            throw new UrlException(IPAddress.TryParse(main, out var four) && four.AddressFamily == AddressFamily.InterNetwork && percent < 0 && main.Count(c => c == '.') == 3
                ? "invalid IP-literal"
                : $"invalid host: ParseAddr({quoted}): unable to parse IP");
        }

        if (percent == text.Length - 1 && percent >= 0)
        {
            throw new UrlException($"invalid host: ParseAddr({quoted}): zone must be a non-empty string");
        }

        if (!IPAddress.TryParse(main, out var six) || six.AddressFamily != AddressFamily.InterNetworkV6 || main.Contains('/', StringComparison.Ordinal))
        {
            throw new UrlException($"invalid host: ParseAddr({quoted}): unable to parse IP");
        }
    }
}
