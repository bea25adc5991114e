using System.Text.Json.Serialization;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Api.Overlays;

/// <summary>A file, directory or link of an overlay.</summary>
/// <param name="Path">The path on a node, without a slash before it.</param>
/// <param name="Mode">The file type and permission bits (<see cref="UnixMode"/>).</param>
/// <param name="Uid">The numeric owner.</param>
/// <param name="Gid">The numeric group.</param>
/// <param name="Size">The size in bytes.</param>
public sealed record OverlayFileView(BytePath Path, uint Mode, uint Uid, uint Gid, long Size)
{
    /// <summary>What a symbolic link says.</summary>
    public BytePath? Target { get; init; }

    /// <summary>Whether it is a directory.</summary>
    [JsonIgnore]
    public bool IsDirectory => UnixMode.Is(Mode, UnixMode.Directory);
}
