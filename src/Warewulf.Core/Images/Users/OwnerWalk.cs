using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images.Users;

/// <summary>Finds everything in a tree that is to have another owner or group, and changes nothing.</summary>
internal sealed class OwnerWalk(AccountPlan users, AccountPlan groups, ImageTreeMeter meter, CancellationToken cancellationToken)
{
    /// <summary>The attribute that holds a file's capabilities.</summary>
    internal const string Capability = "security.capability";

    private readonly List<OwnerChange> _changes = [];
    private readonly SortedDictionary<uint, long> _adoptedUsers = [];
    private readonly SortedDictionary<uint, long> _adoptedGroups = [];
    private readonly ImageTreeWarnings _warnings = new();

    internal IReadOnlyList<OwnerChange> Changes => _changes;

    internal void Run(SafeFileHandle root)
    {
        var items = new ImageTreeScan(ImageTreeExcludes.None, _warnings, cancellationToken).Run(root, includeRoot: false);
        meter.TotalEntries = items.Count;
        using var cursor = new DirectoryCursor(root);
        foreach (var item in items)
        {
            meter.Add(0, 1);
            if (!item.IsMountPoint)
            {
                Visit(item, cursor);
            }
        }

        meter.Finish();
    }

    internal IReadOnlyList<string> Warnings() =>
    [
        .. _warnings.ToList(),
        .. _adoptedUsers.Select(pair => Adopted(users, "user", pair.Key, pair.Value)),
        .. _adoptedGroups.Select(pair => Adopted(groups, "group", pair.Key, pair.Value)),
    ];

    private static string Adopted(AccountPlan plan, string word, uint id, long count) =>
        $"{count} files have the {word} id {id}, which has no name in the image: with the head's users they belong to {plan.Adopter(id)}";

    private static void Count(AccountPlan plan, SortedDictionary<uint, long> counts, uint id)
    {
        if (plan.IsAdopted(id))
        {
            counts[id] = counts.GetValueOrDefault(id) + 1;
        }
    }

    private void Visit(ImageTreeItem item, DirectoryCursor cursor)
    {
        var before = new Owner(item.Status.Uid, item.Status.Gid);
        Count(users, _adoptedUsers, before.Uid);
        Count(groups, _adoptedGroups, before.Gid);
        var after = new Owner(users.Moves.GetValueOrDefault(before.Uid, before.Uid), groups.Moves.GetValueOrDefault(before.Gid, before.Gid));
        if (after == before)
        {
            return;
        }

        var capability = item.Status.IsRegular ? PosixAttributes.Get(cursor.Open(item.Path.Parent), item.Path.FileName, Capability) : null;
        _changes.Add(new OwnerChange(item.Path, item.Status.Mode, before, after, capability ?? []));
    }
}
