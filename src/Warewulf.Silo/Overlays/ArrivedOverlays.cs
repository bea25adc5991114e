using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Overlays;

/// <summary>What another head sent of a node's overlays.</summary>
/// <param name="Record">What its own templates became.</param>
/// <param name="Segments">What is its own, packed. Each is what its digest says.</param>
internal sealed record ArrivedOverlays(OverlayRecord Record, IReadOnlyList<(RecipeSegment Segment, byte[] Blocks)> Segments);
