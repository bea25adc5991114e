using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>
/// Reads files of an image as a process inside the image would see them: an absolute symbolic link starts again at the image's root
/// and <c>..</c> stops there, so no path reaches the server's own files. Not thread-safe.
/// </summary>
public sealed class ImageRoot : IDisposable
{
    /// <summary>As many as the kernel follows before it reports a loop.</summary>
    private const int MaxLinks = 40;

    private readonly SafeFileHandle _root;
    private readonly string _directory;

    private ImageRoot(string directory, SafeFileHandle root)
    {
        _directory = directory;
        _root = root;
    }

    /// <summary>Opens the root directory of an image.</summary>
    /// <exception cref="WarewulfException">NotFound: there is no such directory; Forbidden: it may not be read.</exception>
    public static ImageRoot Open(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return new ImageRoot(directory, ImageTreeErrors.OpenRoot(directory));
    }

    /// <summary>Resolves a path; null when it does not exist, is a dangling link or goes in circles.</summary>
    /// <param name="path">A path in the image, with or without a leading slash.</param>
    public RootedPath? Find(BytePath path)
    {
        var resolved = Resolve(path);
        if (resolved is not { } real)
        {
            return null;
        }

        var status = Status(real)!.Value;
        var modified = DateTimeOffset.UnixEpoch;
        if (status.ModifiedSeconds is > -62_135_596_800 and < 253_402_300_800)
        {
            modified = DateTimeOffset.FromUnixTimeSeconds(status.ModifiedSeconds).AddTicks(status.ModifiedNanoseconds / 100);
        }

        return new RootedPath(real, status.Mode, status.Size, modified) { Stamp = FileStamp.Of(status) };
    }

    /// <summary>As <see cref="Find(BytePath)"/>, for a path in UTF-8.</summary>
    public RootedPath? Find(string path) => Find(BytePath.FromText(path));

    /// <summary>
    /// Where a path leads, also when nothing is there: names that are missing are taken as they stand, below wherever the links in front of
    /// them lead. Null when it leads through something that is no directory, or in circles.
    /// </summary>
    /// <param name="path">A path in the image, with or without a leading slash.</param>
    public BytePath? Place(BytePath path) => Resolve(path, mayBeMissing: true);

    /// <summary>As <see cref="Place(BytePath)"/>, for a path in UTF-8.</summary>
    public BytePath? Place(string path) => Place(BytePath.FromText(path));

    /// <summary>
    /// A handle on what a path leads to, good only for naming it to the kernel: it stays the same thing whatever happens to the names. Null
    /// when nothing is there.
    /// </summary>
    public SafeFileHandle? OpenHandle(BytePath path)
    {
        if (Resolve(path) is not { } real)
        {
            return null;
        }

        using var cursor = new DirectoryCursor(_root);
        try
        {
            return PosixFile.Open(cursor.Open(real.Parent), real.IsEmpty ? "."u8 : real.FileName, OpenFlags.Handle);
        }
        catch (PosixException e)
        {
            throw ImageTreeErrors.Translate(e, $"open '{real}' in", _directory);
        }
    }

    /// <summary>Opens a regular file for reading; null when the path leads to none.</summary>
    /// <exception cref="WarewulfException">Forbidden: the file may not be read.</exception>
    public FileStream? OpenRead(BytePath path)
    {
        if (Resolve(path) is not { IsEmpty: false } real || Status(real) is not { IsRegular: true } expected)
        {
            return null;
        }

        using var cursor = new DirectoryCursor(_root);
        try
        {
            var file = PosixFile.Open(cursor.Open(real.Parent), real.FileName, OpenFlags.InnerFile);
            var actual = PosixFile.Status(file);
            if (actual.IsRegular && actual.Inode == expected.Inode)
            {
                return new FileStream(file, FileAccess.Read);
            }

            file.Dispose();
            return null;
        }
        catch (PosixException e)
        {
            throw ImageTreeErrors.Translate(e, $"read '{real}' in", _directory);
        }
    }

    /// <summary>As <see cref="OpenRead(BytePath)"/>, for a path in UTF-8.</summary>
    public FileStream? OpenRead(string path) => OpenRead(BytePath.FromText(path));

    /// <summary>The names in a directory in byte order; empty when the path leads to no directory.</summary>
    public IReadOnlyList<BytePath> List(BytePath path)
    {
        if (Resolve(path) is not { } real || Status(real) is not { IsDirectory: true })
        {
            return [];
        }

        using var cursor = new DirectoryCursor(_root);
        try
        {
            return [.. PosixFile.Names(cursor.Open(real)).Select(name => new BytePath(name))];
        }
        catch (PosixException e)
        {
            throw ImageTreeErrors.Translate(e, $"list '{real}' in", _directory);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    private BytePath? Resolve(BytePath path, bool mayBeMissing = false)
    {
        var pending = new Stack<byte[]>();
        Push(pending, path.Bytes);
        BytePath here = default;
        var links = 0;
        while (pending.TryPop(out var component))
        {
            if (component.AsSpan().SequenceEqual(".."u8))
            {
                here = here.Parent;
                continue;
            }

            var next = here.Child(component);
            if (next.Length > BytePath.MaxLength)
            {
                return null;
            }

            if (Status(next) is not { } status)
            {
                if (!mayBeMissing)
                {
                    return null;
                }

                here = next;
                continue;
            }

            if (!status.IsSymbolicLink)
            {
                if (pending.Count > 0 && !status.IsDirectory)
                {
                    return null;
                }

                here = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            var target = ReadLink(here, component);
            here = !target.IsEmpty && target.Bytes[0] == '/' ? default : here;
            Push(pending, target.Bytes);
        }

        return here;
    }

    private BytePath ReadLink(BytePath directory, byte[] name)
    {
        using var cursor = new DirectoryCursor(_root);
        try
        {
            return PosixFile.ReadSymbolicLink(cursor.Open(directory), name);
        }
        catch (PosixException e)
        {
            throw ImageTreeErrors.Translate(e, $"read the link '{directory.Child(name)}' in", _directory);
        }
    }

    private FileStatus? Status(BytePath path)
    {
        using var cursor = new DirectoryCursor(_root);
        try
        {
            return path.IsEmpty ? PosixFile.Status(_root) : PosixFile.TryStatus(cursor.Open(path.Parent), path.FileName);
        }
        catch (PosixException e) when (e.Errno is Errno.NotFound or Errno.NotADirectory or Errno.TooManyLinks or Errno.NameTooLong)
        {
            return null;
        }
        catch (PosixException e)
        {
            throw ImageTreeErrors.Translate(e, $"look up '{path}' in", _directory);
        }
    }

    private static void Push(Stack<byte[]> pending, ReadOnlySpan<byte> path)
    {
        var end = path.Length;
        while (end > 0)
        {
            var start = path[..end].LastIndexOf((byte)'/') + 1;
            var component = path[start..end];
            if (!component.IsEmpty && !component.SequenceEqual("."u8))
            {
                pending.Push(component.ToArray());
            }

            end = start - 1;
        }
    }
}
