namespace Warewulf.Core.Overlays;

/// <summary>
/// Overlays in the order in which they apply, with their files as they were when they were looked up. For many nodes, look up once.
/// </summary>
/// <param name="Trees">The overlays; a later one wins.</param>
public sealed record OverlaySet(IReadOnlyList<OverlayTree> Trees);
