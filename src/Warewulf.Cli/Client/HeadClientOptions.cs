using Warewulf.Core.Api;

namespace Warewulf.Cli.Client;

/// <summary>Which heads to ask, and how long to wait for them.</summary>
internal sealed class HeadClientOptions
{
    /// <summary>The heads, in the order in which they are tried; at least one.</summary>
    public required IReadOnlyList<HeadAddress> Heads { get; init; }

    /// <summary>The bearer token for heads reached over TCP, if there is one. A unix socket is guarded by its permissions.</summary>
    public string? Token { get; init; }

    /// <summary>How long a head may take to accept a connection. Default: 3 s, which is two lost packets.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long a head may be silent before and while it answers, unless the request is one that may run for hours. Default: 60 s, enough for a change to
    /// tens of thousands of nodes.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
