using System.Collections.Frozen;
using Warewulf.Core.Leases;
using Warewulf.Core.Segments;
using Warewulf.Grains.Segments;

namespace Warewulf.Silo.Segments;

/// <summary>The dynamic addresses of each segment, made once per revision: reserved addresses and those of this machine are left out.</summary>
internal sealed class SegmentPools : ISegmentSource
{
    private readonly Lock _gate = new();
    private readonly SnapshotService _snapshots;
    private readonly Func<IReadOnlyList<HostInterface>> _interfaces;
    private SegmentSnapshot? _made;
    private FrozenDictionary<SegmentName, LeasePool?> _pools = FrozenDictionary<SegmentName, LeasePool?>.Empty;

    public SegmentPools(SnapshotService snapshots, Func<IReadOnlyList<HostInterface>> interfaces)
    {
        _snapshots = snapshots;
        _interfaces = interfaces;
    }

    /// <inheritdoc/>
    public bool TryGetPool(SegmentName segment, out LeasePool? pool)
    {
        lock (_gate)
        {
            var snapshot = _snapshots.Current;
            if (!ReferenceEquals(snapshot, _made))
            {
                var reserved = snapshot.Hosts.Select(host => host.Address).Concat(_interfaces().Select(found => found.Address)).OfType<System.Net.IPAddress>().ToList();
                _pools = snapshot.Segments.ToFrozenDictionary(found => found.Name, found => LeasePool.For(found, reserved));
                _made = snapshot;
            }

            return _pools.TryGetValue(segment, out pool);
        }
    }
}
