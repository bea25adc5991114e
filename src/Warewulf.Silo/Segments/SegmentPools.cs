using System.Collections.Frozen;
using System.Net;
using Warewulf.Core.Leases;
using Warewulf.Core.Segments;
using Warewulf.Grains.Segments;

namespace Warewulf.Silo.Segments;

/// <summary>The dynamic addresses of each segment, made once per snapshot: reserved addresses and those of this machine are left out.</summary>
internal sealed class SegmentPools : ISegmentSource
{
    private readonly Lock _gate = new();
    private readonly SnapshotService _snapshots;
    private readonly RecentInterfaces _interfaces;
    private (SegmentSnapshot Snapshot, IReadOnlyList<HostInterface> Interfaces)? _made;
    private FrozenDictionary<SegmentName, LeasePool?> _pools = FrozenDictionary<SegmentName, LeasePool?>.Empty;

    public SegmentPools(SnapshotService snapshots, RecentInterfaces interfaces)
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
            var interfaces = _interfaces.Read();
            if (!ReferenceEquals(snapshot, _made?.Snapshot) || !ReferenceEquals(interfaces, _made?.Interfaces))
            {
                var reserved = snapshot.Hosts.Select(host => host.Address).OfType<IPAddress>().Concat(interfaces.Select(found => found.Address)).ToList();
                _pools = snapshot.Segments.ToFrozenDictionary(found => found.Name, found => LeasePool.For(found, reserved));
                _made = (snapshot, interfaces);
            }

            return _pools.TryGetValue(segment, out pool);
        }
    }
}
