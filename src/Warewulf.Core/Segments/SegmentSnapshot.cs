using System.Collections.Immutable;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Segments;

/// <summary>Everything an edge needs to answer DHCP and to know whose request it has, of one catalog revision.</summary>
/// <param name="Revision">The catalog revision.</param>
public sealed record SegmentSnapshot(long Revision)
{
    /// <summary>
    /// Tells two snapshots of one revision apart, which differ when the head's own interfaces did; not read as anything else. Unset by heads that
    /// do not know it.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>The boot networks of the site.</summary>
    public ImmutableArray<SegmentConfig> Segments { get; init; } = [];

    /// <summary>The network devices of all nodes that have a hardware address.</summary>
    public ImmutableArray<SegmentHost> Hosts { get; init; } = [];

    /// <summary>The names of the nodes that have no hardware address, which edges know only to list them.</summary>
    public ImmutableArray<NodeName> Unaddressed { get; init; } = [];

    /// <summary>Boot loader files by client architecture, below the TFTP root.</summary>
    public ImmutableSortedDictionary<Boot.ClientArchitecture, string> Loaders { get; init; } =
        ImmutableSortedDictionary<Boot.ClientArchitecture, string>.Empty;

    /// <summary>Whether edges answer DHCP at all.</summary>
    public bool DhcpEnabled { get; init; } = true;

    /// <summary>Whether edges answer TFTP at all.</summary>
    public bool TftpEnabled { get; init; } = true;

    /// <summary>The TCP port on which nodes find the edge's HTTP server.</summary>
    public int HttpPort { get; init; } = 9873;

    /// <summary>Whether the runtime overlay is given only to clients on a privileged port.</summary>
    public bool Secure { get; init; }

    /// <summary>How often nodes ask for their runtime overlay.</summary>
    public TimeSpan UpdateInterval { get; init; } = TimeSpan.FromSeconds(60);
}
