using System.Collections.Immutable;

namespace Warewulf.Core.Site;

/// <summary>The section <c>api</c>: the REST interface that Warewulf mounts on the nodes' port.</summary>
public sealed record ApiSettings
{
    /// <summary>Whether it is mounted. Default: false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether it is refused over plain HTTP. Default: false.</summary>
    public bool Tls { get; init; }

    /// <summary>Networks allowed to use it.</summary>
    public ImmutableArray<string> AllowedSubnets { get; init; } = ["127.0.0.0/8", "::1/128"];
}
