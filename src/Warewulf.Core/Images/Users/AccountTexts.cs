using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images.Users;

/// <summary>Replaces account files of a tree: the new one is written and synced beside the old one, and renamed over it.</summary>
internal sealed class AccountTexts(SafeFileHandle root)
{
    private const uint DefaultMode = UnixMode.Regular | 0x1A4;

    /// <summary>Writes the new file, with all but the content of the old one.</summary>
    internal void Stage(AccountText text)
    {
        using var cursor = new DirectoryCursor(root);
        var parent = cursor.Open(text.Path.Parent);
        var name = StagedName(text);
        Remove(parent, name);
        using var file = PosixFile.Open(parent, name, OpenFlags.NewFile, 0x180);
        PosixFile.Write(file, text.Content);
        if (PosixFile.TryStatus(parent, text.Path.FileName) is { IsRegular: true } old)
        {
            PosixFile.SetOwner(file, old.Uid, old.Gid);
            PosixFile.SetMode(file, old.Mode & UnixMode.PermissionMask);
            foreach (var attribute in PosixAttributes.List(parent, text.Path.FileName))
            {
                if (PosixAttributes.Get(parent, text.Path.FileName, attribute) is { } value)
                {
                    PosixAttributes.TrySet(parent, name, attribute, value);
                }
            }
        }
        else
        {
            PosixFile.SetMode(file, DefaultMode & UnixMode.PermissionMask);
        }

        PosixFile.Sync(file);
    }

    /// <summary>Puts the new file into place.</summary>
    internal void Publish(AccountText text)
    {
        using var cursor = new DirectoryCursor(root);
        var parent = cursor.Open(text.Path.Parent);
        PosixFile.Replace(parent, StagedName(text), text.Path.FileName);
        PosixFile.Sync(parent);
    }

    /// <summary>Removes the new file, if it was written.</summary>
    internal void Discard(AccountText text)
    {
        using var cursor = new DirectoryCursor(root);
        try
        {
            Remove(cursor.Open(text.Path.Parent), StagedName(text));
        }
        catch (PosixException e) when (e.Errno is Errno.NotFound or Errno.NotADirectory or Errno.TooManyLinks)
        {
            // Where there is no such directory, nothing was written.
        }
    }

    private static byte[] StagedName(AccountText text) => [.. "."u8, .. text.Path.FileName, .. ".warewulf-new"u8];

    private static void Remove(SafeFileHandle parent, byte[] name)
    {
        if (PosixFile.TryStatus(parent, name) is { } left)
        {
            PosixFile.Remove(parent, name, left.IsDirectory);
        }
    }
}
