using Microsoft.Win32.SafeHandles;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Overlays.Files;

/// <summary>Lists an overlay's files. Works by descriptor and never goes through a symbolic link of the overlay.</summary>
internal sealed class OverlayTreeReader
{
    private readonly OverlayName _name;
    private readonly List<OverlayFile> _files = [];

    private OverlayTreeReader(OverlayName name) => _name = name;

    internal static OverlayTree Read(OverlayName name, string directory, bool isSite)
    {
        var reader = new OverlayTreeReader(name);
        try
        {
            using var overlay = PosixFile.OpenServerDirectory(directory);
            var hasRoot = PosixFile.TryStatus(overlay, "rootfs"u8) is { IsDirectory: true };
            using var root = hasRoot ? PosixFile.Open(overlay, "rootfs"u8, OpenFlags.InnerDirectory) : null;
            reader.Visit(root ?? overlay, default);
            return new OverlayTree(name, directory, hasRoot ? "rootfs" : "", isSite, reader._files);
        }
        catch (PosixException error)
        {
            throw new WarewulfException(
                error.IsDenied ? ApiErrorCode.Forbidden : ApiErrorCode.Internal,
                $"Overlay '{name}' in '{directory}' cannot be read: {error.Message}. Check its owner and permissions.",
                error);
        }
    }

    private void Visit(SafeFileHandle directory, BytePath path)
    {
        foreach (var name in PosixFile.Names(directory))
        {
            // A name can vanish between the listing and here; the overlay simply no longer has it.
            if (PosixFile.TryStatus(directory, name) is { } status)
            {
                VisitEntry(directory, name, path.Child(name), status);
            }
        }
    }

    private void VisitEntry(SafeFileHandle directory, byte[] name, BytePath path, FileStatus status)
    {
        if (!status.IsDirectory && !status.IsRegular && !status.IsSymbolicLink)
        {
            throw WarewulfException.Invalid(
                $"Overlay '{_name}' holds '{path}', which is a device, pipe or socket: "
                + "overlays take directories, files and symbolic links only. Remove it.");
        }

        if (path.Length > BytePath.MaxLength)
        {
            throw WarewulfException.Invalid($"Overlay '{_name}' holds a path of {path.Length} bytes; the limit is {BytePath.MaxLength}. Shorten it.");
        }

        BytePath? target = status.IsSymbolicLink ? PosixFile.ReadSymbolicLink(directory, name) : null;
        _files.Add(new OverlayFile(path, status.Mode, status.Uid, status.Gid, status.Size, Time(status), target));
        if (status.IsDirectory)
        {
            using var inner = PosixFile.Open(directory, name, OpenFlags.InnerDirectory);
            Visit(inner, path);
        }
    }

    private static DateTimeOffset Time(FileStatus status)
    {
        var seconds = Math.Clamp(status.ModifiedSeconds, -62_135_596_800, 253_402_300_799);
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(status.ModifiedNanoseconds / 100);
    }
}
