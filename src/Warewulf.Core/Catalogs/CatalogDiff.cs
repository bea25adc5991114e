using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Hostlists;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Catalogs;

/// <summary>Compares two revisions of the catalog. The cost is that of what differs, as long as one was made from the other.</summary>
public static class CatalogDiff
{
    /// <summary>What differs, grouped: nodes and profiles to which the same is done stand together.</summary>
    public static IReadOnlyList<DiffGroup> Between(Catalog before, Catalog after) =>
    [
        .. Group("profile", Changes(before.Profiles, after.Profiles, profile => profile.Settings)),
        .. Group("node", Changes(before.Nodes, after.Nodes, node => node.Settings)),
        .. Group("image", Images(before.Images, after.Images)),
        .. Group("overlay", Overlays(before.Overlays, after.Overlays)),
        .. Group("site", Site(before, after)),
    ];

    /// <summary>What one change does; looks at nothing else.</summary>
    public static IReadOnlyList<DiffGroup> Of(CatalogChange change, Catalog before, Catalog after)
    {
        var touched = change.Operations.Select(operation => operation.Subject).Distinct().ToLookup(subject => subject.Kind, subject => subject.Name, StringComparer.Ordinal);
        return
        [
            .. Group("profile", Changes(Only(before.Profiles, touched["profile"]), Only(after.Profiles, touched["profile"]), profile => profile.Settings)),
            .. Group("node", Changes(Only(before.Nodes, touched["node"]), Only(after.Nodes, touched["node"]), node => node.Settings)),
            .. Group("image", Images(Only(before.Images, touched["image"]), Only(after.Images, touched["image"]))),
            .. Group("overlay", Overlays(Only(before.Overlays, touched["overlay"]), Only(after.Overlays, touched["overlay"]))),
            .. Group("site", Site(before, after)),
        ];
    }

    private static Dictionary<TKey, T> Only<TKey, T>(IReadOnlyDictionary<TKey, T> all, IEnumerable<string> names)
        where TKey : IParsable<TKey>
    {
        var some = new Dictionary<TKey, T>();
        foreach (var key in names.Select(name => TKey.Parse(name, null)))
        {
            if (all.TryGetValue(key, out var value))
            {
                some[key] = value;
            }
        }

        return some;
    }

    private static IEnumerable<Difference> Images(IReadOnlyDictionary<ImageName, ImageConfig> before, IReadOnlyDictionary<ImageName, ImageConfig> after)
    {
        foreach (var (name, old, now) in Pairs(before, after))
        {
            var changes = ImageDiff.Between(old, now);
            if (old is null || now is null || changes.Count > 0)
            {
                yield return new Difference(name, Verb(old, now), changes);
            }
        }
    }

    private static IEnumerable<Difference> Overlays(
        IReadOnlyDictionary<OverlayName, OverlayManifest> before, IReadOnlyDictionary<OverlayName, OverlayManifest> after)
    {
        foreach (var (name, old, now) in Pairs(before, after))
        {
            var changes = OverlayManifest.Differences(old, now).SelectMany(EntryChanges.Of).ToList();
            if (old is null || now is null || changes.Count > 0)
            {
                yield return new Difference(name, Verb(old, now), changes);
            }
        }
    }

    private static IEnumerable<Difference> Changes<TKey, T>(
        IReadOnlyDictionary<TKey, T> before, IReadOnlyDictionary<TKey, T> after, Func<T, NodeSettings> settings)
        where TKey : notnull
        where T : class
    {
        foreach (var (name, old, now) in Pairs(before, after))
        {
            var from = old is null ? NodeSettings.Empty : settings(old);
            var to = now is null ? NodeSettings.Empty : settings(now);
            var changes = SettingsDiff.Between(from, to);
            if (old is null || now is null || changes.Count > 0)
            {
                yield return new Difference(name, Verb(old, now), changes);
            }
        }
    }

    private static IEnumerable<Difference> Site(Catalog before, Catalog after)
    {
        if (ReferenceEquals(before.Site, after.Site))
        {
            return [];
        }

        var changes = DocumentDiff.Between(
            JsonSerializer.SerializeToElement(before.Site, ApiJsonContext.Default.SiteConfig),
            JsonSerializer.SerializeToElement(after.Site, ApiJsonContext.Default.SiteConfig));
        return changes.Count == 0 ? [] : [new Difference("warewulf.conf", "changed", changes)];
    }

    // What was not touched is the same object in both.
    private static IEnumerable<(string Name, T? Before, T? After)> Pairs<TKey, T>(IReadOnlyDictionary<TKey, T> before, IReadOnlyDictionary<TKey, T> after)
        where TKey : notnull
        where T : class
    {
        foreach (var (key, now) in after)
        {
            var old = before.TryGetValue(key, out var found) ? found : null;
            if (!ReferenceEquals(old, now))
            {
                yield return (key.ToString()!, old, now);
            }
        }

        foreach (var (key, old) in before)
        {
            if (!after.ContainsKey(key))
            {
                yield return (key.ToString()!, old, null);
            }
        }
    }

    private static IEnumerable<DiffGroup> Group(string kind, IEnumerable<Difference> differences) => differences
        .GroupBy(difference => string.Join('\n', difference.Changes.Select(c => $"{c.Path}\t{c.Before}\t{c.After}").Prepend(difference.Verb)), StringComparer.Ordinal)
        .Select(group => new DiffGroup(kind, group.First().Verb, Hostlist.Fold(group.Select(item => item.Name)), group.Count(), group.First().Changes));

    private static string Verb(object? before, object? after) => before is null ? "added" : after is null ? "removed" : "changed";

    private sealed record Difference(string Name, string Verb, IReadOnlyList<FieldChange> Changes);
}
