using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>
/// Unpacks a tar archive into an empty directory. No member is written through a symbolic link, and the whole archive is refused when
/// one tries to leave the directory.
/// </summary>
internal sealed class ImageTreeExtractor : IDisposable
{
    private readonly TarArchiveReader _reader;
    private readonly SafeFileHandle _root;
    private readonly DirectoryCursor _cursor;
    private readonly DirectoryCursor _linkCursor;
    private readonly ImageTreeMeter _meter;
    private readonly ImageTreeAttributes _attributes;
    private readonly Dictionary<BytePath, TarEntry> _directories = [];
    private readonly byte[] _buffer = new byte[256 * 1024];

    internal ImageTreeExtractor(TarArchiveReader reader, SafeFileHandle root, ImageTreeMeter meter, ImageTreeWarnings warnings)
    {
        _reader = reader;
        _root = root;
        _meter = meter;
        _cursor = new DirectoryCursor(root);
        _linkCursor = new DirectoryCursor(root);
        _attributes = new ImageTreeAttributes(warnings);
    }

    internal void Extract()
    {
        while (_reader.ReadEntry() is { } entry)
        {
            _meter.Add(0, 1);
            var path = ImageTreeMemberPath.Normalize(entry, entry.Name, "name");
            try
            {
                ExtractEntry(entry, path);
            }
            catch (PosixException e) when (e.IsDenied && (UnixMode.IsDevice(entry.Mode) || UnixMode.Is(entry.Mode, UnixMode.Fifo)))
            {
                throw new WarewulfException(
                    ApiErrorCode.Forbidden, $"The tar member '{entry.Name}' is a device, which only root can create. Run the server as root.", e);
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

        if (!_directories.ContainsKey(default))
        {
            PosixFile.SetMode(_root, 0x1ED);
        }

        // Deepest first, as a longer path always is: writing into a directory would change its time.
        foreach (var (path, entry) in _directories.OrderByDescending(pair => pair.Key.Length))
        {
            var parent = _cursor.Open(path.Parent);
            _attributes.Apply(parent, path.FileName, ImageTreeMetadata.Of(entry), Attributes(entry));
        }
    }

    public void Dispose()
    {
        _cursor.Dispose();
        _linkCursor.Dispose();
    }

    private static IEnumerable<(string Name, ReadOnlyMemory<byte> Value)> Attributes(TarEntry entry) =>
        entry.ExtendedAttributes.Select(pair => (pair.Key, pair.Value));

    private void ExtractEntry(TarEntry entry, BytePath path)
    {
        if (UnixMode.Is(entry.Mode, UnixMode.Directory))
        {
            _cursor.Open(path, create: true);
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
            Link(entry, path, parent);
            return;
        }

        MakeRoom(entry, parent, name);
        if (UnixMode.Is(entry.Mode, UnixMode.Regular))
        {
            WriteContent(parent, name);
        }
        else if (UnixMode.Is(entry.Mode, UnixMode.SymbolicLink))
        {
            PosixFile.MakeSymbolicLink(ImageTreeMemberPath.CheckSymbolicLink(entry).Bytes, parent, name);
        }
        else
        {
            PosixFile.MakeNode(parent, name, (entry.Mode & UnixMode.TypeMask) | 0x180, entry.DeviceMajor, entry.DeviceMinor);
        }

        _attributes.Apply(parent, name, ImageTreeMetadata.Of(entry), Attributes(entry));
    }

    private void WriteContent(SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        using var file = PosixFile.Open(parent, name, OpenFlags.NewFile, 0x180);
        int count;
        while ((count = _reader.ReadContent(_buffer)) > 0)
        {
            PosixFile.Write(file, _buffer.AsSpan(0, count));
            _meter.Add(count, 0);
        }
    }

    private void Link(TarEntry entry, BytePath path, SafeFileHandle parent)
    {
        if (!entry.LinkTarget.IsEmpty && entry.LinkTarget.Bytes[0] == '/')
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
            status = target.IsEmpty ? null : PosixFile.TryStatus(_linkCursor.Open(target.Parent), target.FileName);
        }
        catch (PosixException e) when (e.Errno == Errno.NotFound)
        {
            // Reported below together with a target that is missing in an existing directory.
        }

        if (status is not { IsDirectory: false })
        {
            throw ImageTreeMemberPath.Refuse(entry, $"is a hard link to '{entry.LinkTarget}', which is no file the archive has before it", "pack the tree again");
        }

        MakeRoom(entry, parent, path.FileName);
        PosixFile.MakeHardLink(_linkCursor.Open(target.Parent), target.FileName, parent, path.FileName);
    }

    /// <summary>A later member replaces an earlier one of the same name, but never a directory.</summary>
    private static void MakeRoom(TarEntry entry, SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        if (PosixFile.TryStatus(parent, name) is { } existing)
        {
            if (existing.IsDirectory)
            {
                throw ImageTreeMemberPath.Refuse(entry, "has the name of a directory that the archive made before", "pack the tree again");
            }

            PosixFile.Remove(parent, name, isDirectory: false);
        }
    }
}
