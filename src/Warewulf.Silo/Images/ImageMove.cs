using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

/// <summary>
/// The renaming of an image's directory. A mark inside it, <c>rootfs.moved-ID</c>, travels with the directory and says which image it was: a
/// symbolic link to that name, since a link is there whole or not at all. Until the mark is gone, the directory belongs to the new name when
/// the catalog names the id there, and to the old one when it does not.
/// </summary>
internal sealed class ImageMove
{
    private const string Prefix = "rootfs.moved-";

    private readonly string _mark;
    private readonly string _home;
    private readonly Guid _id;

    private ImageMove(string mark, Guid id, string from)
    {
        _mark = mark;
        _home = Path.GetDirectoryName(mark)!;
        _id = id;
        From = from;
    }

    /// <summary>The name that the image had.</summary>
    public string From { get; }

    /// <summary>The name that its directory has now.</summary>
    public string To => Path.GetFileName(_home);

    /// <summary>Marks a directory and moves it.</summary>
    /// <param name="chroots">Where images lie.</param>
    /// <param name="from">The image.</param>
    /// <param name="to">Its new name. There is no such directory, or an empty one.</param>
    /// <param name="id">The renaming.</param>
    /// <exception cref="IOException">It cannot be moved. The mark may be left, which settling removes.</exception>
    public static void Begin(string chroots, ImageName from, ImageName to, Guid id)
    {
        var home = Path.Combine(chroots, from.ToString());
        File.CreateSymbolicLink(Path.Combine(home, Prefix + ImagePlace.Suffix(id)), from.ToString());
        DurableFile.SyncDirectory(home);
        Move(home, Path.Combine(chroots, to.ToString()));
    }

    /// <summary>The moves of which nobody has said yet how they ended.</summary>
    /// <param name="chroots">Where images lie.</param>
    public static IReadOnlyList<ImageMove> Find(string chroots) =>
        Directory.Exists(chroots) ? [.. Directory.EnumerateDirectories(chroots).SelectMany(Marks).Select(Read).OfType<ImageMove>()] : [];

    /// <summary>Brings the directory where the catalog wants it, and removes the mark. Safe to repeat.</summary>
    /// <returns>Whether the move was undone.</returns>
    /// <exception cref="IOException">Something else is in that place, or the disk refuses.</exception>
    public bool Settle(Catalog catalog)
    {
        var isWanted = ImageName.TryParse(To, null, out var name) && catalog.Images.GetValueOrDefault(name)?.ImportId == _id;
        var home = _home;
        if (!isWanted && From != To)
        {
            home = Path.Combine(Path.GetDirectoryName(_home)!, From);
            Move(_home, home);
        }

        File.Delete(Path.Combine(home, Path.GetFileName(_mark)));
        DurableFile.SyncDirectory(home);
        return !isWanted;
    }

    private static FileSystemInfo[] Marks(string home)
    {
        try
        {
            return new DirectoryInfo(home).GetFileSystemInfos(Prefix + "*");
        }
        catch (DirectoryNotFoundException)
        {
            // Another image was deleted meanwhile.
            return [];
        }
    }

    private static ImageMove? Read(FileSystemInfo mark) =>
        Guid.TryParseExact(mark.Name.AsSpan(Prefix.Length), "N", out var id) && mark.LinkTarget is { } from && ImageName.TryParse(from, null, out _)
            ? new ImageMove(mark.FullName, id, from)
            : null;

    private static void Move(string from, string to)
    {
        // An empty directory is in nobody's way, one that holds something is.
        if (Directory.Exists(to))
        {
            Directory.Delete(to);
        }

        Directory.Move(from, to);
        DurableFile.SyncDirectory(Path.GetDirectoryName(to)!);
    }
}
