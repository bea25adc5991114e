using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>
/// Overlays in the order in which they apply, with their files as they were when they were looked up. For many nodes, look up once.
/// </summary>
/// <param name="Trees">The overlays; a later one wins.</param>
public sealed record OverlaySet(IReadOnlyList<OverlayTree> Trees)
{
    /// <summary>Looks overlays up.</summary>
    /// <param name="source">Where, such as one revision of the catalog.</param>
    /// <param name="overlays">The overlays in the order in which they apply.</param>
    /// <param name="node">The node they are for, named in errors; null when they are for several.</param>
    /// <exception cref="WarewulfException">NotFound: there is no such overlay. Others: it cannot be read.</exception>
    public static OverlaySet Load(IOverlaySource source, IReadOnlyList<OverlayName> overlays, NodeName? node = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(overlays);
        return new OverlaySet([.. overlays.Select(name => source.Find(name) ?? throw OverlayErrors.Missing(name, node))]);
    }
}
