using Microsoft.Win32.SafeHandles;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Overlays.Files;

/// <summary>Tells whether anything of overlays changed, without reading them.</summary>
public static class OverlayStamp
{
    /// <summary>
    /// A number that differs whenever something below a directory was added, removed, changed, renamed, or got another owner or other
    /// permissions. It means nothing outside this process. Links are looked at, not followed; what may not be entered is passed over.
    /// </summary>
    /// <exception cref="IOException">The directory is gone or cannot be read.</exception>
    public static long Of(string directory)
    {
        using var root = PosixFile.OpenServerDirectory(directory);
        return Of(root, Of(PosixFile.Status(root), default));
    }

    private static long Of(SafeFileHandle directory, long stamp)
    {
        foreach (var name in PosixFile.Names(directory))
        {
            // What vanishes between the listing and here changes its directory, which the next look will see.
            if (PosixFile.TryStatus(directory, name) is not { } status)
            {
                continue;
            }

            stamp = Join(stamp, Of(status, name));
            if (status.IsDirectory && TryOpen(directory, name) is { } inner)
            {
                using (inner)
                {
                    stamp = Of(inner, stamp);
                }
            }
        }

        return stamp;
    }

    // The time of the last change says it all, but only as finely as the kernel's clock ticks: what follows within a tick shows in the
    // rest. Blocks are left out, because they are counted when the kernel gets round to writing.
    private static long Of(FileStatus status, ReadOnlySpan<byte> name)
    {
        var hash = default(HashCode);
        hash.AddBytes(name);
        hash.Add(status with { Blocks = 0 });
        return hash.ToHashCode();
    }

    private static long Join(long stamp, long next)
    {
        const long Prime = 1099511628211;
        return unchecked((stamp * Prime) + next);
    }

    private static SafeFileHandle? TryOpen(SafeFileHandle directory, byte[] name)
    {
        try
        {
            return PosixFile.Open(directory, name, OpenFlags.InnerDirectory);
        }
        catch (PosixException e) when (e.IsDenied || e.Errno is Errno.NotFound or Errno.NotADirectory or Errno.TooManyLinks)
        {
            return null;
        }
    }
}
