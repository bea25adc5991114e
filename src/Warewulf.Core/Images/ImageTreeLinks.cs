namespace Warewulf.Core.Images;

/// <summary>
/// Which regular files of a tree are names of each other. Names outside the tree do not count, so the link count in the archive is what
/// the archive itself holds.
/// </summary>
internal sealed class ImageTreeLinks
{
    private readonly Dictionary<(ulong Device, ulong Inode), Group> _groups;

    private ImageTreeLinks(Dictionary<(ulong Device, ulong Inode), Group> groups)
    {
        _groups = groups;
    }

    internal static ImageTreeLinks Of(IReadOnlyList<ImageTreeItem> items)
    {
        var groups = new Dictionary<(ulong Device, ulong Inode), Group>();
        foreach (var item in items)
        {
            if (item.Status.IsRegular && item.Status.Links > 1)
            {
                if (!groups.TryGetValue(item.Identity, out var group))
                {
                    groups[item.Identity] = group = new Group { Number = (uint)groups.Count + 1 };
                }

                group.Names++;
            }
        }

        return new ImageTreeLinks(groups);
    }

    /// <summary>Takes the next name of a file, in the order of the tree; null for a file that never had another name.</summary>
    internal (uint Group, uint Names, bool IsLast)? Next(ImageTreeItem item) =>
        item.Status.Links > 1 && _groups.TryGetValue(item.Identity, out var group)
            ? (group.Number, group.Names, ++group.Seen == group.Names)
            : null;

    private sealed class Group
    {
        internal uint Number { get; init; }

        internal uint Names { get; set; }

        internal uint Seen { get; set; }
    }
}
