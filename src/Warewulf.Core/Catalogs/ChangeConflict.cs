using Warewulf.Core.Nodes;

namespace Warewulf.Core.Catalogs;

/// <summary>
/// Finds what a change would undo that others did since its author looked: a value that both have changed. Changes to different values
/// stand beside each other.
/// </summary>
public static class ChangeConflict
{
    /// <summary>What would be lost, in words; nothing when nothing would.</summary>
    /// <param name="seen">The catalog the author of the change has looked at.</param>
    /// <param name="current">The catalog the change applies to.</param>
    /// <param name="operations">The change.</param>
    public static IReadOnlyList<string> Find(Catalog seen, Catalog current, IReadOnlyList<CatalogOperation> operations)
    {
        var lost = new List<string>();
        foreach (var operation in operations)
        {
            if (operation is PutOverlay or ChangeOverlay or DeleteOverlay)
            {
                lost.AddRange(OverlayConflict.Find(seen, current, operation));
                continue;
            }

            var (kind, name) = operation.Subject;
            if (operation is PutImage or DeleteImage)
            {
                lost.AddRange(Image(seen, current, name));
                continue;
            }

            var (then, now) = operation switch
            {
                PutNode or DeleteNode => (Node(seen, name), Node(current, name)),
                PutProfile or DeleteProfile => (Profile(seen, name), Profile(current, name)),
                _ => (null, null),
            };
            if (ReferenceEquals(then, now))
            {
                continue;
            }

            if (then is null || now is null)
            {
                lost.Add($"{kind} '{name}' was {(then is null ? "added" : "removed")} meanwhile");
                continue;
            }

            var wanted = operation switch
            {
                PutNode put => put.Node.Settings,
                PutProfile put => put.Profile.Settings,
                _ => NodeSettings.Empty,
            };
            // Whoever removes something whole undoes every change to it.
            var theirs = SettingsDiff.Between(then, now);
            var mine = operation is DeleteNode or DeleteProfile ? null : SettingsDiff.Paths(now, wanted).ToHashSet(StringComparer.Ordinal);
            lost.AddRange(theirs.Where(change => mine?.Contains(change.Path) != false)
                .Select(change => $"{kind} '{name}': {change.Path} was changed from {change.Before} to {change.After} meanwhile"));
        }

        return lost;
    }

    // Images are put whole, and each value of one hangs together with the others.
    private static IEnumerable<string> Image(Catalog seen, Catalog current, string name)
    {
        var (then, now) = (seen.Images.GetValueOrDefault(Images.ImageName.Parse(name)), current.Images.GetValueOrDefault(Images.ImageName.Parse(name)));
        return ReferenceEquals(then, now) ? []
            : then is null || now is null ? [$"image '{name}' was {(then is null ? "added" : "removed")} meanwhile"]
            : ImageDiff.Between(then, now).Take(1).Select(change => $"image '{name}': {change.Path} was changed from {change.Before} to {change.After} meanwhile");
    }

    private static NodeSettings? Node(Catalog catalog, string name) => catalog.Nodes.GetValueOrDefault(NodeName.Parse(name))?.Settings;

    private static NodeSettings? Profile(Catalog catalog, string name) =>
        catalog.Profiles.GetValueOrDefault(Profiles.ProfileName.Parse(name))?.Settings;
}
