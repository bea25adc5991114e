using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

namespace Warewulf.Core.Archives.Posix;

/// <summary>
/// File calls relative to an open directory, with names as bytes. Nothing here follows a symbolic link in the last component, and
/// callers pass single components, so a tree is never left. Failures are <see cref="PosixException"/>.
/// </summary>
internal static unsafe class PosixFile
{
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const int RemoveDirectory = 0x200;
    private const uint NoReplace = 1;
    private const int SeekData = 3;
    private const int SeekHole = 4;

    internal static bool IsRoot => LibC.EffectiveUserId() == 0;

    /// <summary>Opens one of the server's own directories by its path; symbolic links are followed, as the admin set them up.</summary>
    internal static SafeFileHandle OpenServerDirectory(string path)
    {
        var name = BytePath.FromText(path);
        using var memory = new PosixPath(name.Bytes);
        return Handle(LibC.Open(memory.Pointer, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.CloseOnExec, 0), "open", name.Bytes);
    }

    internal static SafeFileHandle Open(SafeFileHandle directory, ReadOnlySpan<byte> name, int flags, uint mode = 0)
    {
        using var memory = new PosixPath(name);
        return Handle(LibC.OpenAt(directory, memory.Pointer, flags, mode), "open", name);
    }

    /// <summary>The status of a name; null when there is none.</summary>
    internal static FileStatus? TryStatus(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        var raw = stackalloc byte[FileStatus.RawLength];
        using var memory = new PosixPath(name);
        if (LibC.StatX(directory, memory.Pointer, NoFollow | (name.IsEmpty ? EmptyPath : 0), FileStatus.BasicMask, raw) == 0)
        {
            return FileStatus.Decode(new ReadOnlySpan<byte>(raw, FileStatus.RawLength));
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno == Errno.NotFound ? null : throw new PosixException("stat", errno, new BytePath(name));
    }

    internal static FileStatus Status(SafeFileHandle directory, ReadOnlySpan<byte> name) =>
        TryStatus(directory, name) ?? throw new PosixException("stat", Errno.NotFound, new BytePath(name));

    /// <summary>The status of an open file.</summary>
    internal static FileStatus Status(SafeFileHandle file) => Status(file, default);

    internal static int Read(SafeFileHandle file, Span<byte> buffer)
    {
        fixed (byte* memory = buffer)
        {
            while (true)
            {
                var count = LibC.Read(file, memory, (nuint)buffer.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                ThrowUnlessInterrupted("read");
            }
        }
    }

    internal static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* memory = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var count = LibC.Write(file, memory + done, (nuint)(bytes.Length - done));
                if (count >= 0)
                {
                    done += count;
                    continue;
                }

                ThrowUnlessInterrupted("write");
            }
        }
    }

    internal static void SetLength(SafeFileHandle file, long length) => Check(LibC.Truncate(file, length), "truncate", default);

    internal static void SeekTo(SafeFileHandle file, long offset) => Check((int)Math.Min(0, LibC.Seek(file, offset, 0)), "seek", default);

    /// <summary>The next run of data at or behind <paramref name="from"/>; null when only a hole is left.</summary>
    internal static (long Start, long End)? NextData(SafeFileHandle file, long from, long size)
    {
        var start = LibC.Seek(file, from, SeekData);
        if (start < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            return errno == Errno.InvalidArgument ? (from, size) : null;
        }

        var end = LibC.Seek(file, start, SeekHole);
        return (start, end < 0 ? size : Math.Min(end, size));
    }

    internal static void MakeDirectory(SafeFileHandle directory, ReadOnlySpan<byte> name, uint mode)
    {
        using var memory = new PosixPath(name);
        Check(LibC.MakeDirectoryAt(directory, memory.Pointer, mode), "mkdir", name);
    }

    internal static void MakeSymbolicLink(ReadOnlySpan<byte> target, SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        using var targetMemory = new PosixPath(target);
        using var memory = new PosixPath(name);
        Check(LibC.SymlinkAt(targetMemory.Pointer, directory, memory.Pointer), "symlink", name);
    }

    internal static BytePath ReadSymbolicLink(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        var buffer = stackalloc byte[BytePath.MaxLength + 1];
        using var memory = new PosixPath(name);
        var length = LibC.ReadLinkAt(directory, memory.Pointer, buffer, BytePath.MaxLength + 1);
        Check((int)length, "readlink", name);
        return new BytePath(new ReadOnlySpan<byte>(buffer, (int)length));
    }

    internal static void MakeHardLink(SafeFileHandle fromDirectory, ReadOnlySpan<byte> from, SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        using var fromMemory = new PosixPath(from);
        using var memory = new PosixPath(name);
        Check(LibC.LinkAt(fromDirectory, fromMemory.Pointer, directory, memory.Pointer, 0), "link", name);
    }

    internal static void MakeNode(SafeFileHandle directory, ReadOnlySpan<byte> name, uint mode, uint major, uint minor)
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 33 : 259;
        var device = (minor & 0xff) | (major << 8) | ((minor & ~0xffu) << 12);
        using var memory = new PosixPath(name);
        Check((int)LibC.SystemCall(number, directory.DangerousGetHandle(), memory.Pointer, (nint)mode, (nint)device), "mknod", name);
        GC.KeepAlive(directory);
    }

    internal static void Remove(SafeFileHandle directory, ReadOnlySpan<byte> name, bool isDirectory)
    {
        using var memory = new PosixPath(name);
        Check(LibC.UnlinkAt(directory, memory.Pointer, isDirectory ? RemoveDirectory : 0), "remove", name);
    }

    /// <summary>Renames inside one directory; fails with EEXIST when the new name is taken.</summary>
    internal static void RenameNew(SafeFileHandle directory, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        using var fromMemory = new PosixPath(from);
        using var toMemory = new PosixPath(to);
        var result = LibC.RenameAt2(directory, fromMemory.Pointer, directory, toMemory.Pointer, NoReplace);
        if (result < 0 && Marshal.GetLastPInvokeError() is Errno.InvalidArgument or Errno.NotImplemented)
        {
            // NFS and a few others know no such flag.
            if (TryStatus(directory, to) is not null)
            {
                throw new PosixException("rename", Errno.Exists, new BytePath(to));
            }

            result = LibC.RenameAt2(directory, fromMemory.Pointer, directory, toMemory.Pointer, 0);
        }

        Check(result, "rename", to);
    }

    /// <summary>Renames inside one directory, onto whatever has the new name.</summary>
    internal static void Rename(SafeFileHandle directory, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        using var fromMemory = new PosixPath(from);
        using var toMemory = new PosixPath(to);
        Check(LibC.RenameAt2(directory, fromMemory.Pointer, directory, toMemory.Pointer, 0), "rename", to);
    }

    internal static void SetOwner(SafeFileHandle directory, ReadOnlySpan<byte> name, uint uid, uint gid)
    {
        using var memory = new PosixPath(name);
        Check(LibC.ChangeOwnerAt(directory, memory.Pointer, uid, gid, NoFollow), "chown", name);
    }

    /// <summary>Sets the permissions of something that is known not to be a symbolic link.</summary>
    internal static void SetMode(SafeFileHandle directory, ReadOnlySpan<byte> name, uint mode)
    {
        using var memory = new PosixPath(name);
        Check(LibC.ChangeModeAt(directory, memory.Pointer, mode, 0), "chmod", name);
    }

    internal static void SetMode(SafeFileHandle file, uint mode) => Check(LibC.ChangeMode(file, mode), "chmod", default);

    internal static void SetTime(SafeFileHandle directory, ReadOnlySpan<byte> name, long seconds, int nanoseconds)
    {
        var times = stackalloc long[] { seconds, nanoseconds, seconds, nanoseconds };
        using var memory = new PosixPath(name);
        Check(LibC.SetTimesAt(directory, memory.Pointer, times, NoFollow), "utime", name);
    }

    /// <summary>Sets the owner of an open file.</summary>
    internal static void SetOwner(SafeFileHandle file, uint uid, uint gid)
    {
        byte nothing = 0;
        Check(LibC.ChangeOwnerAt(file, &nothing, uid, gid, EmptyPath), "chown", default);
    }

    /// <summary>Sets the time of an open file.</summary>
    internal static void SetTime(SafeFileHandle file, long seconds, int nanoseconds)
    {
        var times = stackalloc long[] { seconds, nanoseconds, seconds, nanoseconds };
        Check(LibC.SetTimes(file, times), "utime", default);
    }

    internal static void Sync(SafeFileHandle file) => Check(LibC.Sync(file), "fsync", default);

    /// <summary>Brings everything on the file's file system to the disk.</summary>
    internal static void SyncFileSystem(SafeFileHandle file) => Check(LibC.SyncFileSystem(file), "syncfs", default);

    /// <summary>The names in a directory without <c>.</c> and <c>..</c>, in byte order.</summary>
    internal static List<byte[]> Names(SafeFileHandle directory)
    {
        const int LengthOffset = 16;
        const int NameOffset = 19;

        // A descriptor of its own, because a directory stream keeps its position in the descriptor and closes it at the end.
        using var dot = new PosixPath("."u8);
        var file = LibC.OpenAt(directory, dot.Pointer, OpenFlags.InnerDirectory, 0);
        Check(file, "open", default);
        var stream = LibC.OpenDirectoryStream(file);
        if (stream == 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            _ = LibC.Close(file);
            throw new PosixException("opendir", errno, default);
        }

        try
        {
            var names = new List<byte[]>();
            byte* entry;
            while ((entry = LibC.ReadDirectory(stream)) != null)
            {
                var room = new ReadOnlySpan<byte>(entry + NameOffset, *(ushort*)(entry + LengthOffset) - NameOffset);
                var name = room[..room.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    names.Add(name.ToArray());
                }
            }

            Check(Marshal.GetLastPInvokeError() == 0 ? 0 : -1, "readdir", default);
            names.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
            return names;
        }
        finally
        {
            _ = LibC.CloseDirectoryStream(stream);
        }
    }

    private static SafeFileHandle Handle(int file, string call, ReadOnlySpan<byte> name)
    {
        Check(file, call, name);
        return new SafeFileHandle(file, ownsHandle: true);
    }

    private static void Check(int result, string call, ReadOnlySpan<byte> name)
    {
        if (result < 0)
        {
            throw new PosixException(call, Marshal.GetLastPInvokeError(), new BytePath(name));
        }
    }

    private static void ThrowUnlessInterrupted(string call)
    {
        var errno = Marshal.GetLastPInvokeError();
        if (errno != Errno.Interrupted)
        {
            throw new PosixException(call, errno, default);
        }
    }
}
