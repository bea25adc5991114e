using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

/// <summary>
/// The directory of one image. An import writes the new tree beside the one there is, changes them, has the catalog name the new one, and
/// then settles: until there the tree from before is kept. Between the change and the settling a mark with the import's id says that the
/// tree in place is that import's; it counts when the catalog names the id, and gives way to what was there before when it does not. A
/// tree without a mark is never touched, whoever brought it.
/// </summary>
/// <remarks>
/// Beside <c>rootfs</c> there may be: <c>rootfs.first-ID</c>, an empty file, the mark of an import that replaces nothing;
/// <c>rootfs.old-ID</c>, the tree that an import replaces, which is its mark; <c>rootfs.new-ID</c>, a tree not yet in place or no longer
/// wanted; <c>rootfs.gone-ID</c>, a tree that was replaced or deleted for good. Each becomes the next by one rename, so that a crash leaves one of
/// these states, and settling it again ends in the same. <c>rootfs.delete-ID</c>, an empty file, is the mark of a deletion: the tree goes when
/// the catalog no longer knows the image.
/// </remarks>
internal sealed class ImagePlace
{
    private const string Tree = "rootfs";
    private const string First = "rootfs.first-";
    private const string Outgoing = "rootfs.old-";
    private const string Incoming = "rootfs.new-";
    private const string Gone = "rootfs.gone-";
    private const string Deleting = "rootfs.delete-";
    private const string Unfinished = ".importing-";

    // What a deletion takes along with the tree: the index of builds, and the mark of an image that is not to be written to.
    private static readonly string[] Companions = [ImageIndexFile.Name, "readonly"];

    // Images hold programs that run as root for whoever starts them.
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _home;
    private readonly string _root;

    /// <summary>Looks at an image's directory, which need not exist.</summary>
    public ImagePlace(string home)
    {
        _home = home;
        _root = Path.Combine(home, Tree);
    }

    /// <summary>Whether something is where the tree belongs.</summary>
    public bool IsTaken => Path.Exists(_root);

    /// <summary>Whether an import ended between the change of the trees and the settling, or a deletion after its mark was made.</summary>
    public bool IsUnsettled => Directory.Exists(_home) && (Marks().Any() || Deletions().Any());

    /// <summary>Whether nothing is there, or only an empty directory.</summary>
    public bool IsFree => !Directory.Exists(_home) ? !Path.Exists(_home) : !Directory.EnumerateFileSystemEntries(_home).Any();

    /// <summary>The image's directory.</summary>
    public string Home => _home;

    /// <summary>The form of an import's id in file names.</summary>
    public static string Suffix(Guid id) => id.ToString("N");

    /// <summary>Writes the new tree; when that fails nothing is left of it.</summary>
    public T Fill<T>(Guid id, Func<string, T> write)
    {
        Directory.CreateDirectory(_home, OwnerOnly);
        try
        {
            return write(Named(Incoming, id));
        }
        catch
        {
            // What cannot be removed now is in nobody's way and goes with the next operation.
            _ = Sweep();
            DeleteHomeIfEmpty();
            throw;
        }
    }

    /// <summary>Puts the new tree where the old one is, if there is one, and leaves the mark of the import.</summary>
    public void Swap(Guid id)
    {
        try
        {
            if (IsTaken)
            {
                Directory.Move(_root, Named(Outgoing, id));
            }
            else
            {
                File.Create(Named(First, id)).Dispose();
            }

            // The mark is on disk before what it marks is in place.
            DurableFile.SyncDirectory(_home);
            Directory.Move(Named(Incoming, id), _root);
            DurableFile.SyncDirectory(_home);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SettleImports(null);
            Sweep();
            throw new WarewulfException(
                ApiErrorCode.Unavailable,
                $"The new tree cannot be put into place in '{_home}': {e.Message} Check the disk and the directory's permissions, and try again.",
                e);
        }
    }

    /// <summary>Leaves the mark of a deletion, which the catalog decides.</summary>
    public void MarkForDeletion(Guid id)
    {
        File.Create(Named(Deleting, id)).Dispose();
        DurableFile.SyncDirectory(_home);
    }

    /// <summary>
    /// Keeps the tree of an import that the catalog names, and puts back what was there before otherwise. Puts aside a tree that was to be deleted
    /// when the catalog knows the image no more. Safe to repeat.
    /// </summary>
    /// <param name="image">The image as the latest catalog has it; nothing when it has none.</param>
    /// <returns>Whether something was undone.</returns>
    public bool Settle(ImageConfig? image)
    {
        if (!Directory.Exists(_home))
        {
            return false;
        }

        var isUndone = SettleImports(image?.ImportId);
        var deletions = Deletions().ToList();
        foreach (var mark in deletions)
        {
            if (image is null)
            {
                PutAside(mark.Id);
            }

            File.Delete(mark.Path);
            DurableFile.SyncDirectory(_home);
        }

        if (deletions.Count > 0)
        {
            DeleteHomeIfEmpty();
        }

        return isUndone || (deletions.Count > 0 && image is not null);
    }

    /// <summary>Deletes the trees that are no longer wanted.</summary>
    /// <returns>Why that failed, or nothing. Whatever is left is in nobody's way.</returns>
    public string? Sweep()
    {
        if (!Directory.Exists(_home))
        {
            return null;
        }

        var unwanted = Directory.EnumerateDirectories(_home).Where(IsUnwanted).ToList();
        foreach (var directory in unwanted)
        {
            try
            {
                ImageTree.Delete(directory);
            }
            catch (WarewulfException e)
            {
                return $"'{directory}' cannot be deleted: {e.Message}";
            }
        }

        if (unwanted.Count > 0)
        {
            DeleteHomeIfEmpty();
        }

        return null;
    }

    // Only what bears an id is ours: admins keep copies of their own beside the tree.
    private static bool IsUnwanted(string path) =>
        Path.GetFileName(path) is var name
        && (Id(name, Incoming) ?? Id(name, Gone) ?? Id(name.Split(Unfinished)[0], $".{Incoming}")) is not null;

    private static Guid? Id(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(name.AsSpan(prefix.Length), "N", out var id) ? id : null;

    private static IEnumerable<Mark> Read(IEnumerable<string> paths, string prefix) =>
        from path in paths
        let id = Id(Path.GetFileName(path), prefix)
        where id is not null
        select new Mark(path, id.Value, IsFirst: prefix == First);

    private string Named(string prefix, Guid id) => Path.Combine(_home, prefix + Suffix(id));

    private IEnumerable<Mark> Marks() =>
        Read(Directory.EnumerateFiles(_home, First + "*"), First).Concat(Read(Directory.EnumerateDirectories(_home, Outgoing + "*"), Outgoing));

    private IEnumerable<Mark> Deletions() => Read(Directory.EnumerateFiles(_home, Deleting + "*"), Deleting);

    private bool SettleImports(Guid? named)
    {
        var marks = Marks().ToList();
        var kept = marks.Find(mark => mark.Id == named);
        foreach (var mark in marks)
        {
            if (kept is null)
            {
                Undo(mark);
            }
            else if (mark.IsFirst)
            {
                File.Delete(mark.Path);
            }
            else
            {
                Directory.Move(mark.Path, Named(Gone, mark.Id));
            }

            DurableFile.SyncDirectory(_home);
        }

        return marks.Count > 0 && kept is null;
    }

    private void PutAside(Guid id)
    {
        if (IsTaken)
        {
            Directory.Move(_root, Named(Gone, id));
        }

        foreach (var companion in Companions)
        {
            File.Delete(Path.Combine(_home, companion));
        }

        // Without its mark nothing would remove the tree that is still in place.
        DurableFile.SyncDirectory(_home);
    }

    private void Undo(Mark mark)
    {
        var incoming = Named(Incoming, mark.Id);
        if (!Path.Exists(incoming) && IsTaken)
        {
            Directory.Move(_root, incoming);
        }

        if (mark.IsFirst)
        {
            // What the mark stands for must not come back into its place without it.
            DurableFile.SyncDirectory(_home);
            File.Delete(mark.Path);
        }
        else if (IsTaken)
        {
            // The import never got its tree into place, and somebody has put one there by hand: that is the one to keep.
            Directory.Move(mark.Path, Named(Gone, mark.Id));
        }
        else
        {
            Directory.Move(mark.Path, _root);
        }
    }

    private void DeleteHomeIfEmpty()
    {
        if (Directory.Exists(_home) && !Directory.EnumerateFileSystemEntries(_home).Any())
        {
            Directory.Delete(_home);
        }
    }

    private sealed record Mark(string Path, Guid Id, bool IsFirst);
}
