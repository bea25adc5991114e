using System.Runtime.InteropServices;
using System.Text;

using Microsoft.Win32.SafeHandles;

namespace Warewulf.Core.Archives.Posix;

/// <summary>
/// Extended attributes of a name in an open directory. The calls that take a path are used with the directory's /proc entry in front,
/// which works for every file type and opens nothing.
/// </summary>
internal static unsafe class PosixAttributes
{
    /// <summary>The names of the attributes; empty on file systems without any.</summary>
    internal static List<string> List(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        using var path = PathOf(directory, name);
        var length = LibC.ListAttributes(path.Pointer, null, 0);
        if (length <= 0)
        {
            return length == 0 ? [] : IgnoreUnsupported<List<string>>([], name);
        }

        var buffer = new byte[length];
        fixed (byte* memory = buffer)
        {
            length = LibC.ListAttributes(path.Pointer, memory, (nuint)buffer.Length);
        }

        if (length < 0)
        {
            return IgnoreUnsupported<List<string>>([], name);
        }

        return [.. Encoding.UTF8.GetString(buffer, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>The value of an attribute; null when it went away.</summary>
    internal static byte[]? Get(SafeFileHandle directory, ReadOnlySpan<byte> name, string attribute)
    {
        using var path = PathOf(directory, name);
        using var key = new PosixPath(Encoding.UTF8.GetBytes(attribute));
        var length = LibC.GetAttribute(path.Pointer, key.Pointer, null, 0);
        var buffer = new byte[Math.Max(0, length)];
        fixed (byte* memory = buffer)
        {
            length = length < 0 ? length : LibC.GetAttribute(path.Pointer, key.Pointer, memory, (nuint)buffer.Length);
        }

        return length < 0 ? IgnoreUnsupported<byte[]?>(null, name) : buffer[..(int)length];
    }

    /// <summary>Sets an attribute; false when the file system or the caller's rights do not allow it.</summary>
    internal static bool TrySet(SafeFileHandle directory, ReadOnlySpan<byte> name, string attribute, ReadOnlySpan<byte> value)
    {
        using var path = PathOf(directory, name);
        using var key = new PosixPath(Encoding.UTF8.GetBytes(attribute));
        int result;
        fixed (byte* memory = value)
        {
            result = LibC.SetAttribute(path.Pointer, key.Pointer, memory, (nuint)value.Length, 0);
        }

        if (result == 0)
        {
            return true;
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno is Errno.NotSupported or Errno.NotPermitted or Errno.AccessDenied or Errno.InvalidArgument or Errno.OutOfRange
            ? false
            : throw new PosixException("setxattr", errno, new BytePath(name));
    }

    /// <summary>Removes an attribute; nothing happens when it is gone or may not be removed.</summary>
    internal static void Remove(SafeFileHandle directory, ReadOnlySpan<byte> name, string attribute)
    {
        using var path = PathOf(directory, name);
        using var key = new PosixPath(Encoding.UTF8.GetBytes(attribute));
        if (LibC.RemoveAttribute(path.Pointer, key.Pointer) < 0)
        {
            IgnoreUnsupported(false, name);
        }
    }

    private static PosixPath PathOf(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        var prefix = Encoding.UTF8.GetBytes($"/proc/self/fd/{directory.DangerousGetHandle()}/");
        return new PosixPath([.. prefix, .. name.IsEmpty ? "."u8 : name]);
    }

    private static T IgnoreUnsupported<T>(T nothing, ReadOnlySpan<byte> name)
    {
        var errno = Marshal.GetLastPInvokeError();
        return errno is Errno.NotSupported or Errno.NoData or Errno.OutOfRange or Errno.NotPermitted or Errno.AccessDenied
            ? nothing
            : throw new PosixException("getxattr", errno, new BytePath(name));
    }
}
