using Microsoft.Win32.SafeHandles;

namespace Warewulf.Core.Archives.Posix;

/// <summary>Removes a directory with everything in it, whatever bytes the names hold, never through a symbolic link or into a mount.</summary>
internal static class TreeRemover
{
    private const uint OwnerOnly = 0x1C0;

    internal static void Remove(SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        Empty(parent, name, PosixFile.Status(parent, name).Device);
        PosixFile.Remove(parent, name, isDirectory: true);
    }

    private static void Empty(SafeFileHandle parent, ReadOnlySpan<byte> name, ulong device)
    {
        if (!PosixFile.IsRoot)
        {
            PosixFile.SetMode(parent, name, OwnerOnly);
        }

        using var directory = PosixFile.Open(parent, name, OpenFlags.InnerDirectory);
        foreach (var child in PosixFile.Names(directory))
        {
            var status = PosixFile.Status(directory, child);
            if (status.IsDirectory && status.Device == device)
            {
                Empty(directory, child, device);
            }

            PosixFile.Remove(directory, child, status.IsDirectory);
        }
    }
}
