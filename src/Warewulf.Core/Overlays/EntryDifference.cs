using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays;

/// <summary>An entry that is not the same in two states of an overlay.</summary>
/// <param name="Path">Its path below the overlay's directory.</param>
/// <param name="Before">What was there; null for nothing.</param>
/// <param name="After">What is there; null for nothing.</param>
public sealed record EntryDifference(BytePath Path, ManifestEntry? Before, ManifestEntry? After);
