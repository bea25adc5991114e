using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>
/// Unpacks tar archives into a directory, one over the other. No member is written through a symbolic link, and a whole archive is
/// refused when one tries to leave the directory.
/// </summary>
internal sealed class ImageTreeExtractor : IDisposable
{
    private readonly SafeFileHandle _root;
    private readonly DirectoryCursor _cursor;
    private readonly DirectoryCursor _linkCursor;
    private readonly ImageTreeMeter _meter;
    private readonly ImageTreeAttributes _attributes;
    private readonly Dictionary<BytePath, TarEntry> _directories = [];
    private readonly byte[] _buffer = new byte[256 * 1024];

    internal ImageTreeExtractor(SafeFileHandle root, ImageTreeMeter meter, ImageTreeWarnings warnings)
    {
        _root = root;
        _meter = meter;
        _cursor = new DirectoryCursor(root);
        _linkCursor = new DirectoryCursor(root);
        _attributes = new ImageTreeAttributes(warnings);
    }

    /// <summary>Unpacks one archive over what is there.</summary>
    internal void Extract(TarArchiveReader reader, ImageTreeMerge merge)
    {
        var whiteouts = merge == ImageTreeMerge.Layer ? new ImageTreeWhiteouts() : null;
        while (reader.ReadEntry() is { } entry)
        {
            _meter.Add(0, 1);
            var path = ImageTreeMemberPath.Normalize(entry, entry.Name, "name");
            try
            {
                if (merge is ImageTreeMerge.Layer or ImageTreeMerge.FirstLayer && ImageTreeWhiteouts.IsWhiteout(path.FileName))
                {
                    if (whiteouts?.Apply(entry, path, _cursor) is { } gone)
                    {
                        gone.ForEach(Forget);
                    }

                    continue;
                }

                ExtractEntry(reader, entry, path, merge);
                whiteouts?.Keep(path);
            }
            catch (PosixException e) when (e.IsDenied && UnixMode.IsDevice(entry.Mode))
            {
                throw ImageTreeErrors.DeniedDevice(entry.Name, e);
            }
            catch (PosixException e) when (e.Errno is Errno.NotADirectory or Errno.TooManyLinks)
            {
                throw ImageTreeMemberPath.Refuse(
                    entry, "lies below something that is no directory but, for instance, a symbolic link", "pack the tree that the link leads to");
            }
            catch (PosixException e) when (e.Errno == Errno.NameTooLong)
            {
                throw ImageTreeMemberPath.Refuse(entry, "has a name that the file system cannot hold", "shorten it");
            }
        }
    }

    /// <summary>Gives directories what writing into them would have changed.</summary>
    /// <param name="isNew">Whether the root directory is no copy of one that was there before.</param>
    internal void Finish(bool isNew)
    {
        if (isNew && !_directories.ContainsKey(default))
        {
            PosixFile.SetMode(_root, 0x1ED);
        }

        // Deepest first, as a longer path always is: writing into a directory would change its time.
        foreach (var (path, entry) in _directories.OrderByDescending(pair => pair.Key.Length))
        {
            var parent = _cursor.Open(path.Parent);
            _attributes.Apply(parent, path.FileName, ImageTreeMetadata.Of(entry), entry.ExtendedAttributes);
        }
    }

    public void Dispose()
    {
        _cursor.Dispose();
        _linkCursor.Dispose();
    }

    private void ExtractEntry(TarArchiveReader reader, TarEntry entry, BytePath path, ImageTreeMerge merge)
    {
        if (UnixMode.Is(entry.Mode, UnixMode.Directory))
        {
            MakeDirectory(entry, path, merge);
            _directories[path] = entry;
            return;
        }

        if (path.IsEmpty)
        {
            throw ImageTreeMemberPath.Refuse(entry, "would replace the root directory", "remove it");
        }

        var parent = _cursor.Open(path.Parent, create: true);
        var name = path.FileName;
        if (entry.IsHardLink)
        {
            Link(entry, path, parent, merge);
        }
        else if (UnixMode.Is(entry.Mode, UnixMode.Regular))
        {
            WriteFile(reader, entry, path, parent, merge);
        }
        else
        {
            MakeRoom(entry, path, parent, merge);
            if (UnixMode.Is(entry.Mode, UnixMode.SymbolicLink))
            {
                PosixFile.MakeSymbolicLink(ImageTreeMemberPath.CheckSymbolicLink(entry).Bytes, parent, name);
            }
            else
            {
                PosixFile.MakeNode(parent, name, (entry.Mode & UnixMode.TypeMask) | 0x180, entry.DeviceMajor, entry.DeviceMinor);
            }

            _attributes.Apply(parent, name, ImageTreeMetadata.Of(entry), entry.ExtendedAttributes);
        }
    }

    private void MakeDirectory(TarEntry entry, BytePath path, ImageTreeMerge merge)
    {
        try
        {
            _cursor.Open(path, create: true);
        }
        catch (PosixException e) when (merge != ImageTreeMerge.None && !path.IsEmpty && e.Errno is Errno.NotADirectory or Errno.TooManyLinks)
        {
            // Either what has the name is no directory, and gives way; or what should hold it, which fails here again.
            MakeRoom(entry, path, _cursor.Open(path.Parent, create: true), merge);
            _cursor.Open(path, create: true);
        }
    }

    // Names are rarely taken: asking first would be one call more for every file.
    private void WriteFile(TarArchiveReader reader, TarEntry entry, BytePath path, SafeFileHandle parent, ImageTreeMerge merge)
    {
        SafeFileHandle file;
        try
        {
            file = PosixFile.Open(parent, path.FileName, OpenFlags.NewFile, 0x180);
        }
        catch (PosixException e) when (e.Errno == Errno.Exists)
        {
            MakeRoom(entry, path, parent, merge);
            file = PosixFile.Open(parent, path.FileName, OpenFlags.NewFile, 0x180);
        }

        using (file)
        {
            if (entry.Runs is null)
            {
                WriteRun(reader, file, long.MaxValue);
            }
            else
            {
                foreach (var run in entry.Runs)
                {
                    PosixFile.SeekTo(file, run.Offset);
                    WriteRun(reader, file, run.Length);
                }

                PosixFile.SetLength(file, entry.Size);
            }

            _attributes.ApplyToFile(file, parent, path.FileName, ImageTreeMetadata.Of(entry), entry.ExtendedAttributes);
        }
    }

    private void WriteRun(TarArchiveReader reader, SafeFileHandle file, long length)
    {
        int count;
        while (length > 0 && (count = reader.ReadContent(_buffer.AsSpan(0, (int)Math.Min(length, _buffer.Length)))) > 0)
        {
            // Small pieces would be a system call each.
            while (count < _buffer.Length && count < length && reader.ReadContent(_buffer.AsSpan(count, (int)Math.Min(length - count, _buffer.Length - count))) is var more and > 0)
            {
                count += more;
            }

            PosixFile.Write(file, _buffer.AsSpan(0, count));
            _meter.Add(count, 0);
            length -= count;
        }
    }

    private void Link(TarEntry entry, BytePath path, SafeFileHandle parent, ImageTreeMerge merge)
    {
        // In a layer a slash in front means the root of the image, as in names.
        if (merge is ImageTreeMerge.None or ImageTreeMerge.Archive && !entry.LinkTarget.IsEmpty && entry.LinkTarget.Bytes[0] == '/')
        {
            throw ImageTreeMemberPath.Refuse(entry, $"is a hard link to the absolute path '{entry.LinkTarget}'", "pack the tree with relative names");
        }

        var target = ImageTreeMemberPath.Normalize(entry, entry.LinkTarget, "hard link target");
        if (target == path)
        {
            throw ImageTreeMemberPath.Refuse(entry, "is a hard link to itself", "pack the tree again");
        }

        FileStatus? status = null;
        try
        {
            status = target.IsEmpty || target.IsBelow(path) ? null : PosixFile.TryStatus(_linkCursor.Open(target.Parent), target.FileName);
        }
        catch (PosixException e) when (e.Errno == Errno.NotFound)
        {
            // Reported below together with a target that is missing in an existing directory.
        }

        if (status is not { IsDirectory: false })
        {
            throw ImageTreeMemberPath.Refuse(entry, $"is a hard link to '{entry.LinkTarget}', which is no file the archive has before it", "pack the tree again");
        }

        MakeRoom(entry, path, parent, merge);
        PosixFile.MakeHardLink(_linkCursor.Open(target.Parent), target.FileName, parent, path.FileName);
    }

    /// <summary>A later member replaces an earlier one of the same name; a directory only where one tree is laid over another.</summary>
    private void MakeRoom(TarEntry entry, BytePath path, SafeFileHandle parent, ImageTreeMerge merge)
    {
        if (PosixFile.TryStatus(parent, path.FileName) is not { } existing)
        {
            return;
        }

        if (!existing.IsDirectory)
        {
            PosixFile.Remove(parent, path.FileName, isDirectory: false);
        }
        else if (merge == ImageTreeMerge.None)
        {
            throw ImageTreeMemberPath.Refuse(entry, "has the name of a directory that the archive made before", "pack the tree again");
        }
        else
        {
            TreeRemover.Remove(parent, path.FileName);
            Forget(path);
        }
    }

    /// <summary>Gives up what is remembered of a directory that is gone.</summary>
    private void Forget(BytePath path)
    {
        _linkCursor.Dispose();
        foreach (var directory in _directories.Keys.Where(directory => directory == path || directory.IsBelow(path)).ToList())
        {
            _directories.Remove(directory);
        }
    }
}
