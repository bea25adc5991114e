using Warewulf.Core.Archives;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// What paths of overlays were in the catalog between two revisions. A head that died while it brought its working copy up to date finds some
/// files of the one and some of the other there; none of them is an edit.
/// </summary>
internal sealed class OverlayPast
{
    private const int ReadAtOnce = 64;
    private const int MostBetween = 10_000;

    private readonly Dictionary<(OverlayName Overlay, BytePath Path), List<ManifestEntry?>> _entries = [];
    private readonly HashSet<OverlayName> _deleted = [];

    /// <summary>Of revisions between which no overlay changed.</summary>
    public static OverlayPast Nothing { get; } = new();

    /// <summary>Reads the changes after one revision up to another.</summary>
    /// <exception cref="Core.WarewulfException">The store does not answer, or is damaged.</exception>
    public static async Task<OverlayPast> ReadAsync(ICatalogStore store, long after, long upTo, CancellationToken cancellationToken)
    {
        var past = new OverlayPast();
        while (after < upTo && upTo - after <= MostBetween)
        {
            var revisions = await store.LoadAsync(after, (int)Math.Min(ReadAtOnce, upTo - after), cancellationToken);
            if (revisions.Count == 0)
            {
                break;
            }

            foreach (var operation in revisions.SelectMany(revision => revision.Change.Operations))
            {
                past.Add(operation);
            }

            after = revisions[^1].Revision;
        }

        return past;
    }

    /// <summary>Whether a path was that, or nothing, at one of the revisions.</summary>
    public bool Has(OverlayName overlay, BytePath path, ManifestEntry? entry) =>
        (entry is null && _deleted.Contains(overlay))
        || (_entries.TryGetValue((overlay, path), out var entries) && entries.Exists(then => ManifestEntry.AreSame(then, entry)));

    private void Add(CatalogOperation operation)
    {
        switch (operation)
        {
            case PutOverlay put:
                Add(put.Overlay.Name, put.Overlay.Entries);
                break;
            case ChangeOverlay change:
                Add(change.Name, change.Put);
                change.Removed.ToList().ForEach(path => Add(change.Name, path, null));
                break;
            case DeleteOverlay delete:
                _deleted.Add(delete.Name);
                break;
        }
    }

    private void Add(OverlayName overlay, IEnumerable<ManifestEntry> entries)
    {
        foreach (var entry in entries)
        {
            Add(overlay, entry.Path, entry);
        }
    }

    private void Add(OverlayName overlay, BytePath path, ManifestEntry? entry)
    {
        if (!_entries.TryGetValue((overlay, path), out var entries))
        {
            _entries[(overlay, path)] = entries = [];
        }

        entries.Add(entry);
    }
}
