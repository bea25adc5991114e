namespace Warewulf.Core.Overlays;

/// <summary>What overlays became for a node.</summary>
/// <param name="Entries">The entries, a directory before its content, names of one directory in byte order.</param>
/// <param name="Warnings">What templates could not read; each names overlay and file.</param>
public sealed record OverlayOutput(IReadOnlyList<OverlayEntry> Entries, IReadOnlyList<string> Warnings);
