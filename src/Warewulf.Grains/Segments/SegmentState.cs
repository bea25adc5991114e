using Warewulf.Core.Leases;

namespace Warewulf.Grains.Segments;

/// <summary>
/// What is stored of a boot network in one piece, which is nothing any more: each lease is a part of its own. Members are only ever
/// added, never renamed or removed; <c>discovered</c> once was one and is not to be used again.
/// </summary>
internal sealed record SegmentState
{
    /// <summary>A segment on which nothing happened yet.</summary>
    public static SegmentState Empty { get; } = new();

    /// <summary>The leases given by a head that still kept them all here. They hold for addresses that have no part.</summary>
    public LeasePoolState Leases { get; init; } = LeasePoolState.Empty;
}
