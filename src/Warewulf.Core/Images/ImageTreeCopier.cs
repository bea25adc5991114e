using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>Copies one tree with everything a file system keeps, into an empty directory or over another tree.</summary>
internal sealed class ImageTreeCopier(string source, ImageTreeMeter meter, ImageTreeWarnings warnings, bool isOver, CancellationToken cancellationToken)
{
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly ImageTreeAttributes _attributes = new(warnings);
    private readonly Dictionary<(ulong Device, ulong Inode), BytePath> _copied = [];

    internal void Copy(SafeFileHandle from, SafeFileHandle to)
    {
        var items = new ImageTreeScan(ImageTreeExcludes.None, warnings, cancellationToken).Run(from, includeRoot: false);
        meter.TotalEntries = items.Count;
        meter.TotalBytes = items.Where(item => item.Status.IsRegular).Sum(item => item.Status.Size);
        using var fromCursor = new DirectoryCursor(from);
        using var toCursor = new DirectoryCursor(to);
        foreach (var item in items)
        {
            meter.Add(0, 1);
            CopyEntry(item, fromCursor, toCursor, to);
        }

        // Deepest first: writing into a directory would change its time, and its own mode may forbid it.
        foreach (var item in items.Reverse().Where(item => item.Status.IsDirectory))
        {
            var name = item.Path.FileName;
            var parent = fromCursor.Open(item.Path.Parent);
            _attributes.Apply(toCursor.Open(item.Path.Parent), name, ImageTreeMetadata.Of(item.Status), ReadAttributes(parent, name));
        }

        _attributes.Apply(to, default, ImageTreeMetadata.Of(PosixFile.Status(from)), ReadAttributes(from, default));
    }

    private static List<KeyValuePair<string, ReadOnlyMemory<byte>>> ReadAttributes(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        var attributes = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        foreach (var key in PosixAttributes.List(directory, name))
        {
            if (PosixAttributes.Get(directory, name, key) is { } value)
            {
                attributes.Add(new(key, value));
            }
        }

        return attributes;
    }

    private void CopyEntry(ImageTreeItem item, DirectoryCursor fromCursor, DirectoryCursor toCursor, SafeFileHandle toRoot)
    {
        var name = item.Path.FileName;
        var status = item.Status;
        var parent = fromCursor.Open(item.Path.Parent);
        var target = toCursor.Open(item.Path.Parent);
        if (isOver && MakeRoom(target, name, status.IsDirectory))
        {
            return;
        }

        if (status.IsDirectory)
        {
            PosixFile.MakeDirectory(target, name, 0x1C0);
            return;
        }

        if (status.Links > 1 && !_copied.TryAdd(item.Identity, item.Path))
        {
            var first = _copied[item.Identity];
            using var firstCursor = new DirectoryCursor(toRoot);
            PosixFile.MakeHardLink(firstCursor.Open(first.Parent), first.FileName, target, name);
            return;
        }

        if (status.IsRegular)
        {
            CopyContent(item, parent, target);
        }
        else if (status.IsSymbolicLink)
        {
            PosixFile.MakeSymbolicLink(PosixFile.ReadSymbolicLink(parent, name).Bytes, target, name);
        }
        else
        {
            try
            {
                PosixFile.MakeNode(target, name, status.Mode & (UnixMode.TypeMask | 0x180), status.DeviceMajor, status.DeviceMinor);
            }
            catch (PosixException e) when (e.IsDenied && UnixMode.IsDevice(status.Mode))
            {
                throw ImageTreeErrors.DeniedDevice(item.Path, e);
            }
        }

        _attributes.Apply(target, name, ImageTreeMetadata.Of(status), ReadAttributes(parent, name));
    }

    // What is in the way goes, but a directory is not in the way of a directory.
    private static bool MakeRoom(SafeFileHandle target, ReadOnlySpan<byte> name, bool forDirectory)
    {
        if (PosixFile.TryStatus(target, name) is not { } existing)
        {
            return false;
        }

        if (!existing.IsDirectory)
        {
            PosixFile.Remove(target, name, isDirectory: false);
        }
        else if (forDirectory)
        {
            return true;
        }
        else
        {
            TreeRemover.Remove(target, name);
        }

        return false;
    }

    private void CopyContent(ImageTreeItem item, SafeFileHandle parent, SafeFileHandle target)
    {
        using var input = PosixFile.Open(parent, item.Path.FileName, OpenFlags.InnerFile);
        var status = PosixFile.Status(input);
        if (status.Inode != item.Status.Inode || !status.IsRegular)
        {
            throw new WarewulfException(
                ApiErrorCode.Busy, $"'{item.Path}' in '{source}' was replaced while it was being copied. Copy again when nothing writes there.");
        }

        using var output = PosixFile.Open(target, item.Path.FileName, OpenFlags.NewFile, 0x180);
        if (!status.IsSparse)
        {
            CopyRun(input, output, long.MaxValue);
            return;
        }

        // Files such as lastlog are mostly a hole; copied as data they could fill the disk.
        for (long at = 0; PosixFile.NextData(input, at, status.Size) is { } data && data.Start < status.Size; at = data.End)
        {
            PosixFile.SeekTo(input, data.Start);
            PosixFile.SeekTo(output, data.Start);
            CopyRun(input, output, data.End - data.Start);
        }

        PosixFile.SetLength(output, status.Size);
    }

    private void CopyRun(SafeFileHandle input, SafeFileHandle output, long length)
    {
        int count;
        while (length > 0 && (count = PosixFile.Read(input, _buffer.AsSpan(0, (int)Math.Min(length, _buffer.Length)))) > 0)
        {
            PosixFile.Write(output, _buffer.AsSpan(0, count));
            meter.Add(count, 0);
            length -= count;
        }
    }
}
