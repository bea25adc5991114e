namespace Warewulf.Core.Images;

/// <summary>What a build changed against the one before.</summary>
/// <param name="Added">Files, directories and links that are new.</param>
/// <param name="Changed">Those whose content, owner, permissions, time or target is another.</param>
/// <param name="Removed">Those that are gone.</param>
/// <param name="Bytes">The content of what is new or changed, in bytes.</param>
/// <param name="NewSegments">Pieces of the archive that the build before did not have.</param>
/// <param name="NewSegmentBytes">What they have together, compressed: an edge that has the build before fetches so much.</param>
public sealed record ImageChanges(long Added, long Changed, long Removed, long Bytes, long NewSegments, long NewSegmentBytes);
