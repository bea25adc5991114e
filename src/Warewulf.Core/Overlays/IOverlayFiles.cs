namespace Warewulf.Core.Overlays;

/// <summary>The files that templates may read. Implementations are safe for many threads.</summary>
public interface IOverlayFiles
{
    /// <summary>Reads a file of the server.</summary>
    /// <param name="path">An absolute path, or one relative to the configuration directory.</param>
    /// <returns>The content, or null when there is no such file or it cannot be read.</returns>
    /// <exception cref="WarewulfException">The path is none that templates may read, or the file is too large.</exception>
    byte[]? ReadServer(string path);

    /// <summary>Reads a file of an image, as a process inside the image would find it.</summary>
    /// <param name="image">The image's name.</param>
    /// <param name="path">The path in the image.</param>
    /// <returns>The content, or null when there is no such image or file.</returns>
    /// <exception cref="WarewulfException">The file is too large.</exception>
    byte[]? ReadImage(string image, string path);

    /// <summary>Follows every symbolic link of a server path.</summary>
    /// <returns>The path it leads to, or null when that does not exist.</returns>
    /// <exception cref="WarewulfException">The path is none that templates may read.</exception>
    string? Resolve(string path);
}
