using Warewulf.Core.Segments;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Segments;

/// <summary>What edges know of the site, made once per revision however many edges ask.</summary>
internal sealed class SnapshotService
{
    private readonly Lock _gate = new();
    private readonly CatalogService _catalog;
    private readonly Func<IReadOnlyList<HostInterface>> _interfaces;
    private SegmentSnapshot? _latest;

    /// <summary>Makes the service.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="interfaces">Reads this machine's addresses, which stand in for what <c>warewulf.conf</c> leaves out.</param>
    public SnapshotService(CatalogService catalog, Func<IReadOnlyList<HostInterface>> interfaces)
    {
        _catalog = catalog;
        _interfaces = interfaces;
    }

    /// <summary>The snapshot of the current revision.</summary>
    public SegmentSnapshot Current
    {
        get
        {
            lock (_gate)
            {
                var catalog = _catalog.Current;
                return _latest?.Revision == catalog.Revision ? _latest : _latest = SegmentPlanner.Snapshot(catalog, _interfaces());
            }
        }
    }

    /// <summary>Waits for a revision other than the one the caller has.</summary>
    /// <returns>The snapshot, or nothing when the time ran out.</returns>
    public async Task<SegmentSnapshot?> NextAsync(long after, TimeSpan patience, CancellationToken cancellationToken)
    {
        // A caller that is ahead knows a catalog that is gone, such as one restored from a backup; it is told at once.
        if (_catalog.Current.Revision >= after && await _catalog.WaitForAsync(after, patience, cancellationToken) is null)
        {
            return null;
        }

        return Current;
    }
}
