using Warewulf.Core.Nodes;

namespace Warewulf.Core.Overlays;

/// <summary>For whom overlays are rendered.</summary>
/// <param name="Site">The revision.</param>
/// <param name="Node">The merged node.</param>
public sealed record OverlayContext(OverlaySite Site, EffectiveNode Node);
