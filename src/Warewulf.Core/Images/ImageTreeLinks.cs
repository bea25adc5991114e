using Warewulf.Core.Archives;
using Warewulf.Core.Images.Recipes;

namespace Warewulf.Core.Images;

/// <summary>
/// Which regular files of a tree are names of each other. Names outside the tree do not count, so the link count in the archive is what
/// the archive itself holds. A file with several names is numbered by a hash of the first of them, so that its number stays when others
/// come and go; files with one name have no number.
/// </summary>
internal static class ImageTreeLinks
{
    /// <summary>Makes members of what was found, in the same order.</summary>
    internal static List<ImageMember> Resolve(IReadOnlyList<ImageTreeItem> items)
    {
        var groups = Group(items);
        var members = new List<ImageMember>(items.Count);
        foreach (var item in items)
        {
            members.Add(groups.TryGetValue(item.Identity, out var group) && item.Status.IsRegular
                ? new ImageMember(item, group.Number, group.Names, HasContent: ++group.Seen == group.Names)
                : new ImageMember(item, Number: 0, Names: 1, HasContent: item.Status.IsRegular));
        }

        return members;
    }

    private static Dictionary<(ulong Device, ulong Inode), LinkGroup> Group(IReadOnlyList<ImageTreeItem> items)
    {
        var groups = new Dictionary<(ulong Device, ulong Inode), LinkGroup>();
        foreach (var item in items)
        {
            if (item.Status.IsRegular && item.Status.Links > 1)
            {
                if (!groups.TryGetValue(item.Identity, out var group))
                {
                    groups[item.Identity] = group = new LinkGroup(item.Path, groups.Count);
                }

                group.Names++;
            }
        }

        foreach (var (identity, _) in groups.Where(pair => pair.Value.Names == 1).ToList())
        {
            groups.Remove(identity);
        }

        // In the order of their first names, which a dictionary does not promise: who comes first keeps a number that two want.
        var taken = new HashSet<uint> { 0 };
        foreach (var group in groups.Values.OrderBy(group => group.Order))
        {
            group.Number = (uint)PathHash.Of(group.First);
            while (!taken.Add(group.Number))
            {
                group.Number++;
            }
        }

        return groups;
    }

    private sealed class LinkGroup(BytePath first, int order)
    {
        internal BytePath First { get; } = first;

        internal int Order { get; } = order;

        internal uint Number { get; set; }

        internal uint Names { get; set; }

        internal uint Seen { get; set; }
    }
}
