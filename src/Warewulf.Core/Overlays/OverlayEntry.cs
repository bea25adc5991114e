using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Collections;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>One entry of what overlays became for a node.</summary>
public sealed record OverlayEntry
{
    /// <summary>The path on the node, relative to its root.</summary>
    public required BytePath Path { get; init; }

    /// <summary>The file type and permission bits (<see cref="UnixMode"/>).</summary>
    public required uint Mode { get; init; }

    /// <summary>The numeric owner.</summary>
    public uint Uid { get; init; }

    /// <summary>The numeric group.</summary>
    public uint Gid { get; init; }

    /// <summary>The modification time of the file it was made from, in seconds since 1970.</summary>
    public uint ModifiedSeconds { get; init; }

    /// <summary>Where a symbolic link points; empty for anything else.</summary>
    public BytePath Target { get; init; }

    /// <summary>The overlay it comes from.</summary>
    public OverlayName Overlay { get; init; }

    /// <summary>The file of that overlay that it was made of, by its path inside the overlay; empty for a directory that came about by itself.</summary>
    public string Source { get; init; } = "";

    /// <summary>
    /// Extended attributes (<see cref="OverlayAttributes"/>) in base 64, of a template's outputs those of the template; unset when there are none.
    /// </summary>
    public SortedMap<string>? Attributes { get; init; }

    /// <summary>The length of a regular file in bytes.</summary>
    public long Length => Content?.Length ?? 0;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => UnixMode.Is(Mode, UnixMode.Directory);

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => UnixMode.Is(Mode, UnixMode.SymbolicLink);

    /// <summary>Whether it is a regular file.</summary>
    public bool IsFile => UnixMode.Is(Mode, UnixMode.Regular);

    /// <summary>Whether it is this node's own, and not the same for every node of the same overlays.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Whether a file that is in its place already is to be kept as <c>.wwbackup</c>.</summary>
    public bool KeepsOld { get; init; }

    internal FileContent? Content { get; init; }

    /// <summary>The digest of the content of a regular file; nothing for anything else.</summary>
    public ArtifactDigest? Digest => Content?.Digest;

    /// <summary>Reads the content of a regular file; empty for anything else.</summary>
    /// <exception cref="WarewulfException">The file is large, and is gone from the overlay since.</exception>
    public byte[] ReadContent()
    {
        if (Content is not { IsLarge: true })
        {
            return Content?.Bytes.ToArray() ?? [];
        }

        using var stream = Content.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
