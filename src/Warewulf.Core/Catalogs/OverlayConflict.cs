using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Catalogs;

/// <summary>Finds files of an overlay that both a change and others before it touch. Changes to different files stand beside each other.</summary>
internal static class OverlayConflict
{
    /// <summary>What would be lost, in words.</summary>
    public static IEnumerable<string> Find(Catalog seen, Catalog current, CatalogOperation operation)
    {
        var name = OverlayName.Parse(operation.Subject.Name);
        var (then, now) = (seen.Overlays.GetValueOrDefault(name), current.Overlays.GetValueOrDefault(name));
        if (ReferenceEquals(then, now))
        {
            return [];
        }

        if (then is null || now is null)
        {
            return [$"overlay '{name}' was {(then is null ? "added" : "removed")} meanwhile"];
        }

        // Whoever puts or removes an overlay whole undoes every change to it.
        var mine = operation is ChangeOverlay change ? change.Put.Select(entry => entry.Path).Concat(change.Removed).ToHashSet() : null;
        return OverlayManifest.Differences(then, now).Where(difference => mine?.Contains(difference.Path) != false && !IsWanted(difference, operation))
            .Select(difference => $"overlay '{name}': {Describe(difference.Path)} was {Verb(difference)} meanwhile");
    }

    // What others made the same stands.
    private static bool IsWanted(EntryDifference difference, CatalogOperation operation) =>
        operation is ChangeOverlay change && ManifestEntry.AreSame(change.Put.FirstOrDefault(entry => entry.Path == difference.Path), difference.After);

    private static string Describe(BytePath path) => path.IsEmpty ? "its directory" : $"'{path}'";

    private static string Verb(EntryDifference difference) =>
        difference.Before is null ? "added" : difference.After is null ? "removed" : "changed";
}
