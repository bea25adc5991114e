using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Segments;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Segments;

/// <summary>What edges know of the site, made once per revision and set of interfaces however many edges ask.</summary>
internal sealed class SnapshotService
{
    private readonly Lock _gate = new();
    private readonly CatalogService _catalog;
    private readonly RecentInterfaces _interfaces;
    private readonly TimeProvider _time;
    private SegmentSnapshot? _latest;
    private IReadOnlyList<HostInterface>? _seen;

    /// <summary>Makes the service.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="interfaces">This machine's addresses, which stand in for what <c>warewulf.conf</c> leaves out.</param>
    /// <param name="time">The clock.</param>
    public SnapshotService(CatalogService catalog, RecentInterfaces interfaces, TimeProvider time)
    {
        _catalog = catalog;
        _interfaces = interfaces;
        _time = time;
    }

    /// <summary>The snapshot of the current revision: the same object as long as nothing in it changed.</summary>
    public SegmentSnapshot Current
    {
        get
        {
            lock (_gate)
            {
                var catalog = _catalog.Current;
                var interfaces = _interfaces.Read();
                if (_latest?.Revision != catalog.Revision || !ReferenceEquals(interfaces, _seen))
                {
                    var made = WithDigest(SegmentPlanner.Snapshot(catalog, interfaces));
                    _latest = made.Digest == _latest?.Digest ? _latest : made;
                    _seen = interfaces;
                }

                return _latest!;
            }
        }
    }

    /// <summary>Waits for a snapshot other than the one the caller has.</summary>
    /// <param name="after">The caller's revision.</param>
    /// <param name="digest">The digest of the caller's snapshot; null when it knows none, and then only the revision counts.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The snapshot, or nothing when the time ran out.</returns>
    public async Task<SegmentSnapshot?> NextAsync(long after, string? digest, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        while (true)
        {
            // A caller that is ahead knows a catalog that is gone, such as one restored from a backup; it is told at once.
            var current = Current;
            if (current.Revision != after || (digest is not null && digest != current.Digest))
            {
                return current;
            }

            try
            {
                // Nobody tells of a new interface, so it is looked for.
                await _catalog.WaitForAsync(after, RecentInterfaces.FreshFor, both.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    private static SegmentSnapshot WithDigest(SegmentSnapshot snapshot) => snapshot with
    {
        Digest = ArtifactDigest.Of(JsonSerializer.SerializeToUtf8Bytes(snapshot, ApiJsonContext.Default.SegmentSnapshot)).ToString(),
    };
}
