namespace Warewulf.Edge.Cache;

/// <summary>Where a blob lies inside a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">Where it begins.</param>
internal readonly record struct SegmentPlace(string Path, long Offset);
