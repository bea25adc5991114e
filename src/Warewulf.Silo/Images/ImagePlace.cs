using System.Security.Cryptography;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

/// <summary>
/// The directory of one image during an import. The new tree is written beside the one there is, then they change places, and the old one
/// is deleted last: until then the import can be undone. <see cref="ImageRecovery"/> knows what a crash leaves.
/// </summary>
internal sealed class ImagePlace
{
    // Images hold programs that run as root for whoever starts them.
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _home;
    private readonly string _root;
    private readonly string _incoming;
    private readonly string _outgoing;

    public ImagePlace(string root)
    {
        Suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        _home = Path.GetDirectoryName(root)!;
        _root = root;
        _incoming = Path.Combine(_home, ImageRecovery.Incoming + Suffix);
        _outgoing = Path.Combine(_home, ImageRecovery.Outgoing + Suffix);
    }

    /// <summary>What tells the directories of this import from those of others.</summary>
    public string Suffix { get; }

    /// <summary>Whether something is where the tree belongs.</summary>
    public bool IsTaken => Path.Exists(_root);

    /// <summary>Writes the new tree; when that fails nothing is left of it.</summary>
    public T Fill<T>(Func<string, T> write)
    {
        Directory.CreateDirectory(_home, OwnerOnly);
        try
        {
            return write(_incoming);
        }
        catch
        {
            DeleteHomeIfEmpty();
            throw;
        }
    }

    /// <summary>Puts the new tree where the old one is, if there is one.</summary>
    public void Swap()
    {
        try
        {
            if (IsTaken)
            {
                Directory.Move(_root, _outgoing);
            }

            Directory.Move(_incoming, _root);
            DurableFile.SyncDirectory(_home);
        }
        catch
        {
            Undo();
            throw;
        }
    }

    /// <summary>Puts the old tree back and deletes the new one.</summary>
    public void Undo()
    {
        if (!Directory.Exists(_incoming))
        {
            Directory.Move(_root, _incoming);
        }

        if (Path.Exists(_outgoing))
        {
            Directory.Move(_outgoing, _root);
        }

        DurableFile.SyncDirectory(_home);
        ImageTree.Delete(_incoming);
        DeleteHomeIfEmpty();
    }

    /// <summary>Deletes the old tree.</summary>
    /// <returns>What the admin should know when that fails; the import is done all the same.</returns>
    public IReadOnlyList<string> Finish()
    {
        if (!Path.Exists(_outgoing))
        {
            return [];
        }

        try
        {
            ImageTree.Delete(_outgoing);
            return [];
        }
        catch (WarewulfException e)
        {
            return [$"The tree that was replaced could not be deleted: {e.Message} Remove '{_outgoing}' by hand."];
        }
    }

    private void DeleteHomeIfEmpty()
    {
        if (!Directory.EnumerateFileSystemEntries(_home).Any())
        {
            Directory.Delete(_home);
        }
    }
}
