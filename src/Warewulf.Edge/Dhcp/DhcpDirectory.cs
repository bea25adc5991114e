using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Edge.Dhcp;

/// <summary>A snapshot made ready to be looked up in: every question takes the same time however many nodes there are.</summary>
internal sealed class DhcpDirectory
{
    private readonly FrozenDictionary<MacAddress, SegmentHost[]> _hosts;
    private readonly FrozenDictionary<IPAddress, SegmentHost> _reservations;
    private readonly FrozenDictionary<(int Prefix, uint Network), SegmentConfig> _segments;
    private readonly int[] _prefixes;

    /// <summary>Indexes a snapshot; takes time in proportion to it, so it is done once for each.</summary>
    public DhcpDirectory(SegmentSnapshot snapshot)
    {
        Snapshot = snapshot;
        _hosts = snapshot.Hosts.GroupBy(h => h.Mac).ToFrozenDictionary(g => g.Key, g => g.ToArray());
        _reservations = snapshot.Hosts.Where(h => h.Address is not null).DistinctBy(h => h.Address).ToFrozenDictionary(h => h.Address!);
        _segments = snapshot.Segments.DistinctBy(s => Key(s.Network)).ToFrozenDictionary(s => Key(s.Network));
        _prefixes = [.. _segments.Keys.Select(k => k.Prefix).Distinct().OrderDescending()];
    }

    /// <summary>The snapshot.</summary>
    public SegmentSnapshot Snapshot { get; }

    /// <summary>The segment an address lies in, the narrowest where networks overlap; null when it lies in none.</summary>
    public SegmentConfig? FindSegment(IPAddress address)
    {
        var number = Number(address);
        foreach (var prefix in _prefixes)
        {
            if (_segments.TryGetValue((prefix, number & Mask(prefix)), out var segment))
            {
                return segment;
            }
        }

        return null;
    }

    /// <summary>
    /// The device with this hardware address. Where a node has several networks on one device, that of this segment; failing that one without an
    /// address; failing that any.
    /// </summary>
    public SegmentHost? FindHost(MacAddress mac, SegmentConfig segment)
    {
        if (!_hosts.TryGetValue(mac, out var hosts))
        {
            return null;
        }

        return Array.Find(hosts, h => h.Address is not null && segment.Network.Contains(h.Address))
            ?? Array.Find(hosts, h => h.Address is null)
            ?? hosts[0];
    }

    /// <summary>The device an address is reserved for; null when it is reserved for none.</summary>
    public SegmentHost? FindReservation(IPAddress address) => _reservations.GetValueOrDefault(address);

    private static (int Prefix, uint Network) Key(IPNetwork network) => (network.PrefixLength, Number(network.BaseAddress));

    private static uint Mask(int prefix) => prefix == 0 ? 0 : uint.MaxValue << (32 - prefix);

    // An address of the other family is in no segment.
    private static uint Number(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? Ipv4.ToNumber(address) : 0;
}
