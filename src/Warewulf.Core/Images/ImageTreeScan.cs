using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>
/// Lists a tree: a directory before its content, names of one directory in byte order, one file system only. A
/// directory that is a mount point is listed without its content; a file that is one is left out.
/// </summary>
internal sealed class ImageTreeScan(ImageTreeExcludes excludes, ImageTreeWarnings warnings, CancellationToken cancellationToken)
{
    private readonly List<ImageTreeItem> _items = [];
    private ulong _device;

    /// <summary>How many entries the excludes left out, the content of excluded directories not counted.</summary>
    internal long Excluded { get; private set; }

    /// <param name="root">The root of the tree.</param>
    /// <param name="includeRoot">
    /// Whether the first item is the root as <c>.</c>. The directory on the server may be somebody's or closed to others; on a node neither
    /// would do, so only its time is taken over.
    /// </param>
    internal IReadOnlyList<ImageTreeItem> Run(SafeFileHandle root, bool includeRoot)
    {
        var status = PosixFile.Status(root);
        _device = status.Device;
        if (includeRoot)
        {
            var mode = UnixMode.Directory | 0x1EDu;
            _items.Add(new ImageTreeItem(new BytePath("."u8), status with { Mode = mode, Uid = 0, Gid = 0 }, IsMountPoint: false));
        }

        Visit(root, default);
        return _items;
    }

    private void Visit(SafeFileHandle directory, BytePath path)
    {
        foreach (var name in PosixFile.Names(directory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var child = path.Child(name);
            if (child.Length > BytePath.MaxLength)
            {
                throw new WarewulfException(
                    ApiErrorCode.Invalid,
                    $"A path in the image has {child.Length} bytes and the limit is {BytePath.MaxLength}: '{Shorten(child)}'. Shorten or remove it.");
            }

            if (excludes.IsExcluded(child))
            {
                Excluded++;
                continue;
            }

            // A name can vanish between the listing and here; the image simply no longer has it.
            if (PosixFile.TryStatus(directory, name) is { } status)
            {
                VisitEntry(directory, name, new ImageTreeItem(child, status, status.Device != _device));
            }
        }
    }

    private void VisitEntry(SafeFileHandle directory, byte[] name, ImageTreeItem item)
    {
        if (item.IsMountPoint)
        {
            warnings.Add(item.Status.IsDirectory
                ? $"'{item.Path}' is a mount point: its content is left out"
                : $"'{item.Path}' is mounted from elsewhere: it is left out");
        }

        if (!item.Status.IsDirectory)
        {
            if (!item.IsMountPoint)
            {
                _items.Add(item);
            }

            return;
        }

        _items.Add(item);
        if (!item.IsMountPoint)
        {
            using var inner = PosixFile.Open(directory, name, OpenFlags.InnerDirectory);
            Visit(inner, item.Path);
        }
    }

    private static string Shorten(BytePath path) => new BytePath(path.Bytes[..80]).ToString() + "...";
}
