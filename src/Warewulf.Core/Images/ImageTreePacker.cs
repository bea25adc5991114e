using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>Writes a scanned tree into a cpio archive. The same tree gives the same bytes.</summary>
internal sealed class ImageTreePacker(string directory, SafeFileHandle root, CpioWriter writer, ImageTreeMeter meter, ImageTreeWarnings warnings)
{
    private readonly byte[] _buffer = new byte[256 * 1024];

    internal void Pack(IReadOnlyList<ImageTreeItem> items, bool includeRoot)
    {
        if (includeRoot)
        {
            PackRoot();
        }

        meter.TotalEntries = items.Count;
        meter.TotalBytes = items.Where(item => item.Status.IsRegular).Sum(item => item.Status.Size);
        var links = ImageTreeLinks.Of(items);
        using var cursor = new DirectoryCursor(root);
        foreach (var item in items)
        {
            var parent = cursor.Open(item.Path.Parent);
            var entry = new CpioEntry
            {
                Name = item.Path,
                Mode = item.Status.Mode,
                Uid = item.Status.Uid,
                Gid = item.Status.Gid,
                Links = item.Status.IsDirectory ? 2u : 1u,
                ModifiedSeconds = Seconds(item.Status.ModifiedSeconds),
                DeviceMajor = UnixMode.IsDevice(item.Status.Mode) ? item.Status.DeviceMajor : 0,
                DeviceMinor = UnixMode.IsDevice(item.Status.Mode) ? item.Status.DeviceMinor : 0,
            };
            NoteAttributes(parent, item);
            meter.Add(0, 1);
            if (item.Status.IsSymbolicLink)
            {
                writer.Write(entry, PosixFile.ReadSymbolicLink(parent, item.Path.FileName).Bytes);
            }
            else if (!item.Status.IsRegular)
            {
                writer.Write(entry, default);
            }
            else if (links.Next(item) is { } link && link.Names > 1)
            {
                PackFile(parent, item, entry with { Links = link.Names, Inode = link.Group }, link.IsLast);
            }
            else
            {
                PackFile(parent, item, entry, hasContent: true);
            }
        }
    }

    /// <summary>
    /// The directory on the server may be somebody's or closed to others; on a node neither would do, so only its time is taken over.
    /// </summary>
    private void PackRoot()
    {
        var modified = PosixFile.Status(root).ModifiedSeconds;
        writer.Write(
            new CpioEntry { Name = new BytePath("."u8), Mode = UnixMode.Directory | 0x1ED, Links = 2, ModifiedSeconds = Seconds(modified) },
            default);
    }

    private void PackFile(SafeFileHandle parent, ImageTreeItem item, CpioEntry entry, bool hasContent)
    {
        var size = hasContent ? item.Status.Size : 0;
        if (size == 0)
        {
            writer.Write(entry, default);
            return;
        }

        using var file = PosixFile.Open(parent, item.Path.FileName, OpenFlags.InnerFile);
        var actual = PosixFile.Status(file);
        if (!actual.IsRegular || actual.Inode != item.Status.Inode || actual.Size != size)
        {
            throw Changed(item);
        }

        writer.BeginEntry(entry with { Size = size });
        while (size > 0)
        {
            var count = PosixFile.Read(file, _buffer.AsSpan(0, (int)Math.Min(size, _buffer.Length)));
            if (count == 0)
            {
                throw Changed(item);
            }

            writer.WriteContent(_buffer.AsSpan(0, count));
            meter.Add(count, 0);
            size -= count;
        }
    }

    private void NoteAttributes(SafeFileHandle parent, ImageTreeItem item)
    {
        if (!item.Status.IsRegular && !item.Status.IsDirectory)
        {
            return;
        }

        foreach (var key in PosixAttributes.List(parent, item.Path.FileName))
        {
            if (key == "security.capability")
            {
                warnings.Add($"'{item.Path}' has file capabilities, which a cpio archive does not keep: set them at boot, for instance with setcap");
            }
            else
            {
                warnings.AddOnce($"the extended attribute {key} of '{item.Path}' and maybe others is not kept: a cpio archive has no place for it");
            }
        }
    }

    private static uint Seconds(long time) => (uint)Math.Clamp(time, 0, uint.MaxValue);

    private WarewulfException Changed(ImageTreeItem item) =>
        new(ApiErrorCode.Busy, $"'{item.Path}' in '{directory}' changed while the image was built. Build again when nothing writes there.");
}
