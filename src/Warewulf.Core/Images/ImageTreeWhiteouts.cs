using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>
/// The marks by which one layer removes what earlier ones brought: <c>.wh.NAME</c> removes NAME, <c>.wh..wh..opq</c> all that is in its
/// directory. They never touch what the same layer brings, before the mark or behind it.
/// </summary>
internal sealed class ImageTreeWhiteouts
{
    private readonly HashSet<BytePath> _kept = [];

    private static ReadOnlySpan<byte> Mark => ".wh."u8;

    private static ReadOnlySpan<byte> OpaqueMark => ".wh..wh..opq"u8;

    /// <summary>Whether a name is a mark and no file.</summary>
    internal static bool IsWhiteout(ReadOnlySpan<byte> name) => name.StartsWith(Mark);

    /// <summary>Remembers what the layer itself brings, and what leads there.</summary>
    internal void Keep(BytePath path)
    {
        while (!path.IsEmpty && _kept.Add(path))
        {
            path = path.Parent;
        }
    }

    /// <summary>Removes what a mark says.</summary>
    /// <returns>The directories that are gone.</returns>
    internal List<BytePath> Apply(TarEntry entry, BytePath path, DirectoryCursor cursor)
    {
        var gone = new List<BytePath>();
        SafeFileHandle directory;
        try
        {
            directory = cursor.Open(path.Parent);
        }
        catch (PosixException e) when (e.Errno == Errno.NotFound)
        {
            return gone;
        }

        if (path.FileName.SequenceEqual(OpaqueMark))
        {
            RemoveContent(directory, path.Parent, gone);
            return gone;
        }

        var name = path.FileName[Mark.Length..];
        if (name.IsEmpty || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
        {
            throw ImageTreeMemberPath.Refuse(entry, "marks nothing that can be removed", "make it again");
        }

        Remove(directory, path.Parent.Child(name), gone);
        return gone;
    }

    private void RemoveContent(SafeFileHandle directory, BytePath path, List<BytePath> gone)
    {
        foreach (var name in PosixFile.Names(directory))
        {
            Remove(directory, path.Child(name), gone);
        }
    }

    private void Remove(SafeFileHandle parent, BytePath path, List<BytePath> gone)
    {
        if (PosixFile.TryStatus(parent, path.FileName) is not { } status)
        {
            return;
        }

        if (!status.IsDirectory)
        {
            if (!_kept.Contains(path))
            {
                PosixFile.Remove(parent, path.FileName, isDirectory: false);
            }
        }
        else if (!_kept.Contains(path))
        {
            TreeRemover.Remove(parent, path.FileName);
            gone.Add(path);
        }
        else
        {
            using var directory = PosixFile.Open(parent, path.FileName, OpenFlags.InnerDirectory);
            RemoveContent(directory, path, gone);
        }
    }
}
