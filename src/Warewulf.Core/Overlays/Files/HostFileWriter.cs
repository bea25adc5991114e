using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Images;

namespace Warewulf.Core.Overlays.Files;

/// <summary>
/// Writes what an overlay became onto this machine. Each file is there whole, old or new, whatever happens; one that is as it should be is not
/// touched, nor are directories that are there. Symbolic links of the machine are followed, and stay.
/// </summary>
/// <param name="root">The directory that stands for <c>/</c>; empty for the machine's own. Nothing leads out of it.</param>
public sealed class HostFileWriter(string root)
{
    private const uint OwnerOnly = 0x180;
    private const string Label = "security.selinux";

    private readonly string _root = root.Length == 0 ? "/" : root;

    /// <summary>Writes the entries that are not as they should be.</summary>
    /// <returns>What was changed, and what could not be.</returns>
    /// <exception cref="WarewulfException">The root itself cannot be used.</exception>
    public IReadOnlyList<HostFileChange> Write(IEnumerable<OverlayEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        using var tree = ImageRoot.Open(_root);
        using var top = PosixFile.OpenServerDirectory(_root);
        using var cursor = new DirectoryCursor(top);
        var changes = new List<HostFileChange>();
        foreach (var entry in entries)
        {
            try
            {
                if (Write(tree, cursor, entry) is { } change)
                {
                    changes.Add(change);
                }
            }
            catch (PosixException e)
            {
                changes.Add(new HostFileChange(entry.Path) { Failure = e.Reason });
            }
            catch (Exception e) when (e is IOException or WarewulfException)
            {
                changes.Add(new HostFileChange(entry.Path) { Failure = e.Message.TrimEnd('.') });
            }
        }

        return changes;
    }

    private static HostFileChange? Write(ImageRoot tree, DirectoryCursor cursor, OverlayEntry entry)
    {
        // A link is replaced itself; anything else goes where links lead.
        var place = entry.IsLink ? tree.Place(entry.Path.Parent)?.Child(entry.Path.FileName) : tree.Place(entry.Path);
        if (place is not { IsEmpty: false } path)
        {
            throw new IOException("its path leads through something that is no directory");
        }

        var directory = cursor.Open(path.Parent, create: true);
        var name = path.FileName.ToArray();
        var there = PosixFile.TryStatus(directory, name);
        if (entry.IsDirectory)
        {
            return MakeDirectory(directory, name, there, entry);
        }

        if (there is { IsDirectory: true })
        {
            throw new IOException("a directory is in its place");
        }

        if (there is { } status && IsSame(directory, name, status, entry))
        {
            return null;
        }

        var temporary = Prepare(directory, name, there, entry);
        try
        {
            var backup = there is { } old && entry.KeepsOld && !HasContent(directory, name, old, entry) ? Keep(directory, name) : null;
            Publish(directory, temporary, name);
            return new HostFileChange(entry.Path) { Backup = backup };
        }
        catch
        {
            Discard(directory, temporary);
            throw;
        }
    }

    private static HostFileChange? MakeDirectory(SafeFileHandle directory, byte[] name, FileStatus? there, OverlayEntry entry)
    {
        if (there is { IsDirectory: true })
        {
            return null;
        }

        if (there is not null)
        {
            throw new IOException("something that is no directory is in its place");
        }

        // Under another name until it is as it should be: one that is there is left as it is.
        var temporary = Temporary(directory, name);
        PosixFile.MakeDirectory(directory, temporary, OwnerOnly);
        Dress(directory, temporary, entry);
        PosixFile.RenameNew(directory, temporary, name);
        PosixFile.Sync(directory);
        return null;
    }

    // The new file under a passing name, on the disk.
    private static byte[] Prepare(SafeFileHandle directory, byte[] name, FileStatus? there, OverlayEntry entry)
    {
        var temporary = Temporary(directory, name);
        try
        {
            if (entry.IsLink)
            {
                PosixFile.MakeSymbolicLink(entry.Target.Bytes, directory, temporary);
                return temporary;
            }

            using var file = PosixFile.Open(directory, temporary, OpenFlags.NewFile, OwnerOnly);
            PosixFile.Write(file, entry.ReadContent());
            Dress(directory, temporary, entry);

            // Services that SELinux confines may read their own files only.
            if (there is not null && PosixAttributes.Get(directory, name, Label) is { Length: > 0 } label)
            {
                PosixAttributes.TrySet(directory, temporary, Label, label);
            }

            PosixFile.Sync(file);
            return temporary;
        }
        catch
        {
            Discard(directory, temporary);
            throw;
        }
    }

    // The same each time, so that what a crash left is out of the way. One writer at a time works on a head's files.
    private static byte[] Temporary(SafeFileHandle directory, byte[] name)
    {
        byte[] temporary = [.. ".warewulf.tmp-"u8, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(name)[..8]))];
        Discard(directory, temporary);
        return temporary;
    }

    private static void Discard(SafeFileHandle directory, byte[] temporary)
    {
        if (PosixFile.TryStatus(directory, temporary) is { } status)
        {
            PosixFile.Remove(directory, temporary, status.IsDirectory);
        }
    }

    private static void Publish(SafeFileHandle directory, byte[] temporary, byte[] name)
    {
        try
        {
            PosixFile.Replace(directory, temporary, name);
        }
        catch (PosixException e) when (e.Errno == Errno.Busy)
        {
            throw new IOException("it is a mount of its own, as in a container: write it where that is set up", e);
        }

        PosixFile.Sync(directory);
    }

    // The file itself gets a second name, so that there is no moment without one.
    private static string? Keep(SafeFileHandle directory, byte[] name)
    {
        byte[] backup = [.. name, .. ".wwbackup"u8];
        if (PosixFile.TryStatus(directory, backup) is not null)
        {
            return null;
        }

        try
        {
            PosixFile.MakeHardLink(directory, name, directory, backup);
        }
        catch (PosixException e) when (e.Errno is Errno.CrossDevice or Errno.NotPermitted or Errno.NotSupported && PosixFile.Status(directory, name).IsRegular)
        {
            Copy(directory, name, backup);
        }

        return new BytePath(backup).ToString();
    }

    // Where there are no second names: on some file systems, and of a file that is a mount.
    private static void Copy(SafeFileHandle directory, byte[] name, byte[] backup)
    {
        var temporary = Temporary(directory, backup);
        var status = PosixFile.Status(directory, name);
        using (var from = new FileStream(PosixFile.Open(directory, name, OpenFlags.InnerFile), FileAccess.Read, 0))
        using (var handle = PosixFile.Open(directory, temporary, OpenFlags.NewFile, OwnerOnly))
        using (var to = new FileStream(handle, FileAccess.Write, 0))
        {
            from.CopyTo(to);
            if (PosixFile.IsRoot)
            {
                PosixFile.SetOwner(handle, status.Uid, status.Gid);
            }

            PosixFile.SetMode(handle, status.Mode & UnixMode.PermissionMask);
            PosixFile.Sync(handle);
        }

        PosixFile.RenameNew(directory, temporary, backup);
    }

    private static void Dress(SafeFileHandle directory, ReadOnlySpan<byte> name, OverlayEntry entry)
    {
        // The owner first: changing it clears setuid bits.
        if (PosixFile.IsRoot)
        {
            PosixFile.SetOwner(directory, name, entry.Uid, entry.Gid);
        }

        PosixFile.SetMode(directory, name, entry.Mode & UnixMode.PermissionMask);
    }

    private static bool IsSame(SafeFileHandle directory, byte[] name, FileStatus there, OverlayEntry entry) => entry.IsLink
        ? there.IsSymbolicLink && PosixFile.ReadSymbolicLink(directory, name) == entry.Target
        : there.Mode == entry.Mode && (!PosixFile.IsRoot || (there.Uid == entry.Uid && there.Gid == entry.Gid)) && HasContent(directory, name, there, entry);

    private static bool HasContent(SafeFileHandle directory, byte[] name, FileStatus there, OverlayEntry entry)
    {
        if (!there.IsRegular || entry.IsLink || there.Size != entry.Length)
        {
            return false;
        }

        using var file = PosixFile.Open(directory, name, OpenFlags.InnerFile);
        var content = new byte[entry.Length];
        var length = 0;
        for (int count; length < content.Length && (count = PosixFile.Read(file, content.AsSpan(length))) > 0;)
        {
            length += count;
        }

        return length == content.Length && content.AsSpan().SequenceEqual(entry.ReadContent());
    }
}
