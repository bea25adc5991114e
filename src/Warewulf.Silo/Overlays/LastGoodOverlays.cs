using System.Collections.Concurrent;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// The archives that nodes go on to get while theirs cannot be built any more. They are noted on the disk when the first build fails, so that a restart of the
/// head in the middle of the trouble takes nothing from those nodes.
/// </summary>
internal sealed class LastGoodOverlays
{
    private readonly OverlayRecords _records;
    private readonly Lazy<ConcurrentDictionary<OverlayItem, ArtifactRef>> _kept;
    private readonly ConcurrentDictionary<OverlayItem, OverlayBuild> _noted = new();

    public LastGoodOverlays(OverlayRecords records)
    {
        _records = records;
        _kept = new Lazy<ConcurrentDictionary<OverlayItem, ArtifactRef>>(() => new(records.FindGood().Select(good => KeyValuePair.Create(good.Item, good.Archive))));
    }

    /// <summary>The content of all of them.</summary>
    public IEnumerable<ArtifactDigest> ListBlobs() => _kept.Value.Values.SelectMany(archive => archive.Segments ?? []).Select(segment => segment.Digest);

    /// <summary>The archive of one; nothing when none was noted.</summary>
    public ArtifactRef? Find(OverlayItem item) => _kept.Value.GetValueOrDefault(item);

    /// <summary>Notes the last builds of those whose build failed now. As long as it goes on failing nothing is written again.</summary>
    public void Keep(IEnumerable<(OverlayItem Item, OverlayBuild Build)> builds)
    {
        var fresh = builds.Where(good => !ReferenceEquals(_noted.GetValueOrDefault(good.Item), good.Build))
            .Select(good => (good.Item, good.Build, Archive: OverlayArtifacts.Artifact(good.Build, good.Item.Kind))).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        foreach (var (item, build, archive) in fresh)
        {
            _noted[item] = build;
            _kept.Value[item] = archive;
        }

        _records.SaveGood([.. fresh.Select(good => (good.Item, good.Archive))]);
    }

    /// <summary>Forgets what is built again.</summary>
    public void Release(IEnumerable<OverlayItem> items)
    {
        if (_kept.Value.IsEmpty)
        {
            return;
        }

        var mended = items.Where(item => _kept.Value.TryRemove(item, out _)).ToList();
        mended.ForEach(item => _noted.TryRemove(item, out _));
        if (mended.Count > 0)
        {
            _records.ForgetGood(mended);
        }
    }
}
