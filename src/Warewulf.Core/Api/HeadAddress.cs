using Warewulf.Core.Validation;

namespace Warewulf.Core.Api;

/// <summary>Where a head listens: <c>unix:/run/warewulf/warewulfd.sock</c> or <c>http://head1:9875</c>.</summary>
public sealed record HeadAddress
{
    private HeadAddress(string text, string? socketPath, Uri baseUri)
    {
        Text = text;
        SocketPath = socketPath;
        BaseUri = baseUri;
    }

    /// <summary>The TCP port of the heads' interface when one is named without. It is not the nodes' port.</summary>
    public const int DefaultPort = 9875;

    /// <summary>The address as written, for messages.</summary>
    public string Text { get; }

    /// <summary>The path of the unix socket, or nothing for TCP.</summary>
    public string? SocketPath { get; }

    /// <summary>What request paths are appended to; a placeholder host for a unix socket.</summary>
    public Uri BaseUri { get; }

    /// <summary>Reads an address.</summary>
    /// <exception cref="WarewulfException">The text is neither form.</exception>
    public static HeadAddress Parse(string text)
    {
        const string Unix = "unix:";
        if (text.StartsWith(Unix, StringComparison.Ordinal) && text.AsSpan(Unix.Length) is ['/', ..])
        {
            return new HeadAddress(text, text[Unix.Length..], new Uri("http://head"));
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri is { PathAndQuery: "/", UserInfo: "" }
            && Uri.CheckHostName(uri.Host) != UriHostNameType.Unknown)
        {
            return new HeadAddress(text, null, NamesPort(text) ? uri : new UriBuilder(uri) { Port = DefaultPort }.Uri);
        }

        throw WarewulfException.Invalid(
            $"'{Names.Printable(text)}' is not the address of a head: write it as unix:/run/warewulf/warewulfd.sock or http://head1:{DefaultPort}.");
    }

    // A parsed address does not tell whether ":80" was written or added; the colons of an IPv6 address are inside brackets.
    private static bool NamesPort(string text)
    {
        var trimmed = text.AsSpan().Trim().TrimEnd('/');
        return char.IsAsciiDigit(trimmed[^1]) && trimmed.LastIndexOf(':') > Math.Max(trimmed.LastIndexOf('/'), trimmed.LastIndexOf(']'));
    }
}
