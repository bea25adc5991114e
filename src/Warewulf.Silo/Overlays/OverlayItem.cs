using Warewulf.Core.Nodes;

namespace Warewulf.Silo.Overlays;

/// <summary>One of the archives of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Kind">Which of its archives.</param>
internal readonly record struct OverlayItem(NodeName Node, OverlayKind Kind);
