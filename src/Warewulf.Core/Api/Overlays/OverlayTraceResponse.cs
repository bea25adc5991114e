using Warewulf.Core.Nodes;

namespace Warewulf.Core.Api.Overlays;

/// <summary>How a file of a node's overlays came about.</summary>
/// <param name="Revision">The catalog revision.</param>
/// <param name="Node">The node.</param>
/// <param name="Path">The file on the node.</param>
/// <param name="Archives">The archives that have it, the one that wins at boot last.</param>
public sealed record OverlayTraceResponse(long Revision, NodeName Node, string Path, IReadOnlyList<OverlayTrace> Archives);
