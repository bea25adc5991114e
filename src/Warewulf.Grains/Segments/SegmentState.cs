using System.Collections.Immutable;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;

namespace Warewulf.Grains.Segments;

/// <summary>What is stored of a boot network. Members are only ever added, never renamed or removed.</summary>
internal sealed record SegmentState
{
    /// <summary>A segment on which nothing happened yet.</summary>
    public static SegmentState Empty { get; } = new();

    /// <summary>The dynamic addresses in use.</summary>
    public LeasePoolState Leases { get; init; } = LeasePoolState.Empty;

    /// <summary>The machines that belong to no node.</summary>
    public ImmutableDictionary<MacAddress, DiscoveredMachine> Discovered { get; init; } = ImmutableDictionary<MacAddress, DiscoveredMachine>.Empty;
}
