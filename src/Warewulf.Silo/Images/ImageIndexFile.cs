using Warewulf.Core.Artifacts;
using Warewulf.Core.Images.Recipes;

namespace Warewulf.Silo.Images;

/// <summary>
/// The file beside an image's tree in which a build says what it found, for the next one. It only saves work: without it, or when it cannot be
/// read, an image is built from scratch.
/// </summary>
internal sealed class ImageIndexFile
{
    /// <summary>The name of the file.</summary>
    public const string Name = "build.index";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _home;
    private readonly string _path;

    /// <summary>Names the file of an image.</summary>
    /// <param name="home">The image's directory.</param>
    public ImageIndexFile(string home)
    {
        _home = home;
        _path = Path.Combine(home, Name);
    }

    /// <summary>What the build before said; nothing when there is none, or it is damaged.</summary>
    public ImageBuildIndex? Read()
    {
        try
        {
            return File.Exists(_path) ? ImageBuildIndex.Read(File.ReadAllBytes(_path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The time by the clock of the file system, which is the one that file times are of; nothing when it cannot be had.</summary>
    public DateTimeOffset? ReadClock()
    {
        try
        {
            foreach (var leftover in Directory.EnumerateFiles(_home, $".{Name}{DurableFile.TemporaryMarker}*"))
            {
                File.Delete(leftover);
            }

            var probe = DurableFile.TemporaryName(_path);
            using (File.OpenHandle(probe, FileMode.CreateNew, FileAccess.Write, options: FileOptions.DeleteOnClose))
            {
                return File.GetLastWriteTimeUtc(probe);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps what a build found.</summary>
    /// <returns>Why it could not be kept, or nothing. The build itself is none the worse.</returns>
    public async Task<string?> WriteAsync(ImageBuildIndex index)
    {
        try
        {
            await DurableFile.WriteAsync(_path, OwnerOnly, index.Write(), CancellationToken.None);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
