using Warewulf.Core.Archives;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>
/// What an admin did to the working copy of one overlay, together with what others did to that overlay in the catalog, path by path. A path
/// that only one side changed gets that change; of one that both changed the catalog's state stays.
/// </summary>
/// <param name="Operation">What the catalog does not have yet; nothing when it has all.</param>
/// <param name="Writes">What the working copy does not have yet: what is there, and what is to be.</param>
/// <param name="Conflicts">Paths of the working copy whose edits lose, parents before what is in them.</param>
public sealed record OverlayMerge(CatalogOperation? Operation, IReadOnlyList<EntryDifference> Writes, IReadOnlyList<BytePath> Conflicts)
{
    /// <summary>Merges.</summary>
    /// <param name="name">The overlay.</param>
    /// <param name="seen">The overlay as of the revision the working copy last had; null for none.</param>
    /// <param name="local">The overlay in the working copy; null for none.</param>
    /// <param name="current">The overlay in the catalog; null for none.</param>
    /// <param name="isUnknown">Tells the paths of the working copy about which nothing is known: they count as not edited.</param>
    /// <param name="isOld">Tells whether the catalog had this at a path since: then nobody edited it here, it was only not yet replaced.</param>
    public static OverlayMerge Of(
        OverlayName name,
        OverlayManifest? seen,
        OverlayManifest? local,
        OverlayManifest? current,
        Func<BytePath, bool> isUnknown,
        Func<BytePath, ManifestEntry?, bool> isOld)
    {
        var run = new Run(seen, local, current);
        run.Decide(isUnknown, isOld);
        run.KeepDirectories();
        var after = run.After(name);
        var operation = after is null ? (current is null ? null : new DeleteOverlay(name))
            : current is null ? new PutOverlay(after)
            : (CatalogOperation?)current.ChangeTo(after);
        return new OverlayMerge(operation, [.. OverlayManifest.Differences(run.Local(name), after)], [.. run.Conflicts.Order(EntryOrder.Instance)]);
    }

    private sealed class Run(OverlayManifest? seen, OverlayManifest? local, OverlayManifest? current)
    {
        private readonly SortedDictionary<BytePath, Side> _paths = new(EntryOrder.Instance);

        public HashSet<BytePath> Conflicts { get; } = [];

        public void Decide(Func<BytePath, bool> isUnknown, Func<BytePath, ManifestEntry?, bool> isOld)
        {
            foreach (var path in new[] { seen, local, current }.OfType<OverlayManifest>().SelectMany(manifest => manifest.Entries).Select(entry => entry.Path))
            {
                if (_paths.ContainsKey(path))
                {
                    continue;
                }

                var (then, now) = (seen?.Find(path), current?.Find(path));
                var here = isUnknown(path) ? then : local?.Find(path);
                var isEdited = !ManifestEntry.AreSame(here, then) && !ManifestEntry.AreSame(here, now) && !isOld(path, here);
                var isConflict = isEdited && !ManifestEntry.AreSame(then, now);
                _paths[path] = new Side(here, now) { Wanted = isEdited && !isConflict ? here : now };
                if (isConflict)
                {
                    Conflicts.Add(path);
                }
            }
        }

        // The outcome must be a tree: whatever stays needs directories above it, whoever removed or replaced them.
        public void KeepDirectories()
        {
            var lost = _paths.Where(pair => pair.Value is { Wanted: { IsDirectory: false }, Now.IsDirectory: true })
                .Select(pair => pair.Key).Where(path => _paths.Any(below => below.Value.Wanted is not null && below.Key.IsBelow(path))).ToHashSet();
            foreach (var (path, side) in _paths)
            {
                if (lost.Contains(path) || Above(path).Any(lost.Contains))
                {
                    side.Wanted = side.Now;
                }
            }

            Conflicts.UnionWith(lost);
            foreach (var (path, side) in _paths.Where(pair => pair.Value.Wanted is not null))
            {
                foreach (var above in Above(path).Select(parent => _paths[parent]))
                {
                    above.Wanted ??= above.Now is { IsDirectory: true } ? above.Now : above.Here;
                    if (above.Wanted is not { IsDirectory: true })
                    {
                        side.Wanted = side.Now;
                        Conflicts.Add(path);
                        break;
                    }
                }
            }
        }

        public OverlayManifest? Local(OverlayName name) => Make(name, side => side.Here);

        public OverlayManifest? After(OverlayName name) => Make(name, side => side.Wanted);

        // The directories that a path lies in, from the top.
        private static List<BytePath> Above(BytePath path)
        {
            var above = new List<BytePath>();
            while (!path.IsEmpty)
            {
                path = path.Parent;
                above.Add(path);
            }

            above.Reverse();
            return above;
        }

        private OverlayManifest? Make(OverlayName name, Func<Side, ManifestEntry?> choose)
        {
            var entries = _paths.Values.Select(choose).OfType<ManifestEntry>().ToList();
            return entries.Count == 0 ? null : new OverlayManifest(name, entries);
        }
    }

    private sealed class Side(ManifestEntry? here, ManifestEntry? now)
    {
        public ManifestEntry? Here => here;

        public ManifestEntry? Now => now;

        public ManifestEntry? Wanted { get; set; }
    }
}
