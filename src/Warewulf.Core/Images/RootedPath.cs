using Warewulf.Core.Archives;

namespace Warewulf.Core.Images;

/// <summary>A path inside an image after every symbolic link was resolved inside the image.</summary>
/// <param name="Path">The resolved path, relative to the image's root and free of symbolic links; empty for the root.</param>
/// <param name="Mode">The file type and permission bits (<see cref="UnixMode"/>).</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Modified">The modification time.</param>
public sealed record RootedPath(BytePath Path, uint Mode, long Size, DateTimeOffset Modified)
{
    /// <summary>What tells whether it is changed later.</summary>
    public FileStamp Stamp { get; init; }

    /// <summary>Whether it is a regular file.</summary>
    public bool IsFile => UnixMode.Is(Mode, UnixMode.Regular);

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => UnixMode.Is(Mode, UnixMode.Directory);
}
