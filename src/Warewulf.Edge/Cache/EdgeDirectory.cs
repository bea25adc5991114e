using System.Collections.Frozen;
using System.Net;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Edge.Cache;

/// <summary>A snapshot with its look-ups, made once per revision so that no request searches.</summary>
internal sealed class EdgeDirectory
{
    private readonly FrozenDictionary<MacAddress, SegmentHost> _byMac;
    private readonly FrozenDictionary<IPAddress, SegmentHost> _byAddress;

    public EdgeDirectory(SegmentSnapshot snapshot)
    {
        Snapshot = snapshot;
        _byMac = snapshot.Hosts.DistinctBy(host => host.Mac).ToFrozenDictionary(host => host.Mac);
        _byAddress = snapshot.Hosts.Where(host => host.Address is not null).DistinctBy(host => host.Address).ToFrozenDictionary(host => host.Address!);
        Nodes = [.. snapshot.Hosts.Select(host => host.Node).Concat(snapshot.Unaddressed).Distinct().Order()];
    }

    /// <summary>The snapshot.</summary>
    public SegmentSnapshot Snapshot { get; }

    /// <summary>The names of all nodes, in order.</summary>
    public IReadOnlyList<NodeName> Nodes { get; }

    /// <summary>The device of a node that has a hardware address.</summary>
    public SegmentHost? Find(MacAddress mac) => _byMac.GetValueOrDefault(mac);

    /// <summary>The device of a node for which an address is reserved.</summary>
    public SegmentHost? Find(IPAddress address) => _byAddress.GetValueOrDefault(address);
}
