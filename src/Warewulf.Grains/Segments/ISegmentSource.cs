using Warewulf.Core.Leases;
using Warewulf.Core.Segments;

namespace Warewulf.Grains.Segments;

/// <summary>Tells the grains of boot networks what the catalog says about them.</summary>
public interface ISegmentSource
{
    /// <summary>
    /// The dynamic addresses of a segment. It is the same object as long as the catalog says the same, because a pool remembers where
    /// it searched.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="pool">Its pool; nothing when the segment gives no dynamic addresses.</param>
    /// <returns>Whether the segment exists.</returns>
    bool TryGetPool(SegmentName segment, out LeasePool? pool);
}
