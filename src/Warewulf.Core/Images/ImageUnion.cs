using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>
/// Undoes what the kernel's overlay file system writes into an image when the image is its upper layer: marks of removed files, which are
/// devices of number 0, and attributes of its own. Both can only be where the lower layer has something too.
/// </summary>
public static class ImageUnion
{
    private const string Prefix = "trusted.overlay.";

    /// <summary>Cleans an image after it was in use. Safe to repeat; nothing is followed out of either directory.</summary>
    /// <param name="image">The root directory of the image.</param>
    /// <param name="lower">The lower layer.</param>
    /// <exception cref="WarewulfException">NotFound: there is no such directory; Forbidden: needs root; Internal: the file system refuses.</exception>
    public static void Clean(string image, string lower)
    {
        using var upper = ImageTreeErrors.OpenRoot(image);
        using var below = ImageTreeErrors.OpenRoot(lower);
        ImageTree.Guard("clean up", image, () => Clean(upper, below));
    }

    private static void Clean(SafeFileHandle image, SafeFileHandle lower)
    {
        RemoveAttributes(image, default);
        foreach (var name in PosixFile.Names(lower))
        {
            if (PosixFile.TryStatus(image, name) is not { } status)
            {
                continue;
            }

            if (UnixMode.Is(status.Mode, UnixMode.CharacterDevice) && status is { DeviceMajor: 0, DeviceMinor: 0 })
            {
                PosixFile.Remove(image, name, isDirectory: false);
                continue;
            }

            RemoveAttributes(image, name);
            if (status.IsDirectory && PosixFile.Status(lower, name).IsDirectory)
            {
                using var upper = PosixFile.Open(image, name, OpenFlags.InnerDirectory);
                using var below = PosixFile.Open(lower, name, OpenFlags.InnerDirectory);
                Clean(upper, below);
            }
        }
    }

    private static void RemoveAttributes(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        foreach (var attribute in PosixAttributes.List(directory, name).Where(attribute => attribute.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            PosixAttributes.Remove(directory, name, attribute);
        }
    }
}
