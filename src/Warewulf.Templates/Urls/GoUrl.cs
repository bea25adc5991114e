using System.Text;

namespace Warewulf.Templates.Urls;

/// <summary>A URL in its parts, unescaped. Texts hold one byte in each character.</summary>
internal sealed record GoUrl
{
    public string Scheme { get; init; } = "";

    /// <summary>What follows the scheme where that is no path: the address in mailto:a@b.</summary>
    public string Opaque { get; init; } = "";

    /// <summary>The escaped user and password; null without one.</summary>
    public string? User { get; init; }

    /// <summary>Host and port.</summary>
    public string Host { get; init; } = "";

    public string Path { get; init; } = "";

    /// <summary>The query as written, without the question mark.</summary>
    public string Query { get; init; } = "";

    public string Fragment { get; init; } = "";

    /// <summary>The host without the port and without the brackets of an IPv6 address.</summary>
    public string HostName
    {
        get
        {
            var colon = Host.LastIndexOf(':');
            var name = colon >= 0 && UrlParser.IsOptionalPort(Host.AsSpan(colon)) ? Host[..colon] : Host;
            return name.StartsWith('[') && name.EndsWith(']') ? name[1..^1] : name;
        }
    }

    public override string ToString()
    {
        var output = new StringBuilder();
        output.Append(Scheme).Append(Scheme.Length > 0 ? ":" : "");
        if (Opaque.Length > 0)
        {
            output.Append(Opaque);
        }
        else
        {
            if ((Scheme.Length > 0 && Path.Length > 0) || Host.Length > 0 || User is not null)
            {
                output.Append("//").Append(User).Append(User is null ? "" : "@").Append(UrlEscaping.Escape(Host, UrlPart.Host));
            }

            var path = Path == "*" ? "*" : UrlEscaping.Escape(Path, UrlPart.Path);
            output.Append(path.Length > 0 && path[0] != '/' && Host.Length > 0 ? "/" : "");
            if (output.Length == 0 && path.Split('/')[0].Contains(':', StringComparison.Ordinal))
            {
                // Without the dot the first part would read as a scheme.
                output.Append("./");
            }

            output.Append(path);
        }

        output.Append(Query.Length > 0 ? "?" : "").Append(Query);
        return output.Append(Fragment.Length > 0 ? "#" : "").Append(UrlEscaping.Escape(Fragment, UrlPart.Fragment)).ToString();
    }
}
