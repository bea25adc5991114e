using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>
/// What overlays become for one node, built up in memory in their order; a later entry replaces an earlier one. A path that leads
/// through a symbolic link of an earlier overlay is followed inside this tree, where the node would follow it, and nowhere else.
/// </summary>
internal sealed class OutputTree
{
    private const uint DirectoryMode = UnixMode.Directory | 0x1ED;

    /// <summary>As many as the kernel follows before it reports a loop.</summary>
    private const int MaxLinks = 40;

    private readonly Dictionary<BytePath, OverlayEntry> _entries = [];

    /// <summary>The entries, a directory before its content.</summary>
    internal OverlayEntry[] ToArray()
    {
        var entries = _entries.Values.ToArray();
        Array.Sort(entries, static (x, y) => EntryOrder.Instance.Compare(x.Path, y.Path));
        return entries;
    }

    /// <summary>Adds a directory. One that is there keeps its mode and takes the new owner.</summary>
    internal void AddDirectory(OverlayEntry entry)
    {
        var path = Follow(entry.Path);
        if (path.IsEmpty)
        {
            return;
        }

        AddParents(path, DirectoryMode, entry);
        _entries[path] = _entries.GetValueOrDefault(path) is { IsDirectory: true } existing
            ? existing with
            {
                Uid = entry.Uid,
                Gid = entry.Gid,
                Overlay = entry.Overlay,
                Attributes = entry.Attributes ?? existing.Attributes,
                IsOwn = existing.IsOwn && entry.IsOwn,
            }
            : At(path, entry);
    }

    /// <summary>Adds a file or symbolic link. What was there is replaced, or kept beside it as <c>.wwbackup</c>.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="parentMode">The permissions of directories that have to be made for it.</param>
    /// <param name="keepsOld">Whether a file that was there is to be kept under another name.</param>
    /// <exception cref="OutputTreeException">The path cannot be had.</exception>
    internal void Add(OverlayEntry entry, uint parentMode, bool keepsOld)
    {
        var path = Follow(entry.Path.Parent).Child(entry.Path.FileName);
        AddParents(path, UnixMode.Directory | (parentMode & UnixMode.PermissionMask), entry);
        if (_entries.TryGetValue(path, out var existing))
        {
            if (existing.IsDirectory)
            {
                throw new OutputTreeException($"overlay '{existing.Overlay}' has a directory at '{path}': only one of the two can be there");
            }

            var backup = new BytePath([.. path.Bytes, .. ".wwbackup"u8]);
            if (keepsOld && !_entries.ContainsKey(backup))
            {
                _entries[backup] = existing with { Path = backup };
            }
        }

        _entries[path] = At(path, entry.KeepsOld == keepsOld ? entry : entry with { KeepsOld = keepsOld });
    }

    private static OverlayEntry At(BytePath path, OverlayEntry entry) => entry.Path == path ? entry : entry with { Path = path };

    private void AddParents(BytePath path, uint mode, OverlayEntry cause)
    {
        var parent = path.Parent;
        if (parent.IsEmpty)
        {
            return;
        }

        if (!_entries.TryGetValue(parent, out var existing))
        {
            AddParents(parent, mode, cause);
            _entries[parent] = new OverlayEntry
            {
                Path = parent,
                Mode = mode,
                Overlay = cause.Overlay,
                ModifiedSeconds = cause.ModifiedSeconds,
                IsOwn = cause.IsOwn,
            };
        }
        else if (!existing.IsDirectory)
        {
            throw new OutputTreeException($"overlay '{existing.Overlay}' has a file at '{parent}', where a directory is needed");
        }
        else if (existing.IsOwn && !cause.IsOwn)
        {
            // What every node has comes before what is a node's own, and a directory before what is in it.
            AddParents(parent, mode, cause);
            _entries[parent] = existing with { IsOwn = false };
        }
    }

    private BytePath Follow(BytePath path)
    {
        var pending = new Stack<byte[]>();
        Push(pending, path.Bytes);
        BytePath here = default;
        var links = 0;
        while (pending.TryPop(out var name))
        {
            if (name is [(byte)'.', (byte)'.'])
            {
                here = here.Parent;
                continue;
            }

            var next = here.Child(name);
            if (!_entries.TryGetValue(next, out var entry) || !entry.IsLink)
            {
                here = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new OutputTreeException($"the symbolic link '{next}' of overlay '{entry.Overlay}' goes in circles");
            }

            here = !entry.Target.IsEmpty && entry.Target.Bytes[0] == '/' ? default : here;
            Push(pending, entry.Target.Bytes);
        }

        return here;
    }

    private static void Push(Stack<byte[]> pending, ReadOnlySpan<byte> path)
    {
        var end = path.Length;
        while (end > 0)
        {
            var start = path[..end].LastIndexOf((byte)'/') + 1;
            var name = path[start..end];
            if (!name.IsEmpty && !name.SequenceEqual("."u8))
            {
                pending.Push(name.ToArray());
            }

            end = start - 1;
        }
    }
}
