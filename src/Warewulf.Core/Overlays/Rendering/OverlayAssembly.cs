using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>What nodes of one shape have in common.</summary>
/// <param name="Shared">It, packed.</param>
/// <param name="OwnPlaces">Where what is a node's own has its place.</param>
/// <param name="Results">What the templates became that are the same for every node.</param>
internal sealed record OverlayAssembly(OverlayPart Shared, ArtifactDigest OwnPlaces, IReadOnlyList<SharedRecord> Results);
