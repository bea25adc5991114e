using Warewulf.Core.Api;

namespace Warewulf.Edge;

/// <summary>What an edge must be told; all else it learns from the heads.</summary>
public sealed class EdgeOptions
{
    /// <summary>The edge's name in events and logs; usually the host name.</summary>
    public required string Name { get; init; }

    /// <summary>The heads, in no order.</summary>
    public required IReadOnlyList<HeadAddress> Heads { get; init; }

    /// <summary>The credential for heads reached over TCP; nothing for a unix socket. Never logged.</summary>
    public string? Token { get; init; }

    /// <summary>Where blobs, plans and the last snapshot are kept.</summary>
    public required string CacheDirectory { get; init; }

    /// <summary>Boot loader files, served by TFTP and under <c>/efiboot/</c>.</summary>
    public required string LoaderDirectory { get; init; }

    /// <summary>A head's blob directory on the same machine, read before anything is fetched; nothing for an edge of its own.</summary>
    public string? HeadBlobs { get; init; }

    /// <summary>The most bytes the cache keeps; the least recently used go first. Default: 20 GiB.</summary>
    public long CacheLimit { get; init; } = 20L << 30;

    /// <summary>
    /// Interfaces to answer DHCP on, also where their addresses lie in no segment and only relay agents ask; empty for every one that has an
    /// address in a segment.
    /// </summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];
}
