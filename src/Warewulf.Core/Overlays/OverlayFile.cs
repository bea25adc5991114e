using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Overlays;

/// <summary>One entry of an overlay: a directory, a regular file or a symbolic link.</summary>
/// <param name="Path">The path below the overlay's root.</param>
/// <param name="Mode">The file type and permission bits, setuid, setgid and sticky among them (<see cref="UnixMode"/>).</param>
/// <param name="Uid">The numeric owner.</param>
/// <param name="Gid">The numeric group.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Modified">The modification time.</param>
/// <param name="Target">What a symbolic link says, byte by byte; null for anything else.</param>
public sealed record OverlayFile(BytePath Path, uint Mode, uint Uid, uint Gid, long Size, DateTimeOffset Modified, BytePath? Target)
{
    /// <summary>The SHA-256 of a regular file's content; null for anything else.</summary>
    public ArtifactDigest? Digest { get; init; }

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => UnixMode.Is(Mode, UnixMode.Directory);

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => UnixMode.Is(Mode, UnixMode.SymbolicLink);

    /// <summary>Whether it is a template: a file, or a link to one, whose name ends in <c>.ww</c>.</summary>
    public bool IsTemplate => !IsDirectory && Path.FileName.EndsWith(".ww"u8);

    /// <summary>The modification time as archives keep it: whole seconds since 1970, in 32 bits.</summary>
    internal uint ModifiedSeconds => (uint)Math.Clamp(Modified.ToUnixTimeSeconds(), 0, uint.MaxValue);
}
