using System.Collections.Concurrent;
using System.Net;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Cache;

namespace Warewulf.Edge.Boot;

/// <summary>
/// Whose an IPv4 address is: firmware cannot put its hardware address into a URL or a TFTP request. A reserved address is its node's, whoever
/// claims it; any other is known from DHCP. Unlike the kernel's neighbour table it also knows machines behind a relay.
/// </summary>
internal sealed class AddressBook
{
    /// <summary>After so many new addresses the older ones are forgotten, so that a made-up crowd cannot fill the memory.</summary>
    public const int Generation = 65_536;

    private readonly Lock _gate = new();
    private readonly SnapshotStore _snapshots;
    private volatile Pages _pages = new([], []);

    public AddressBook(SnapshotStore snapshots) => _snapshots = snapshots;

    /// <summary>Notes who was given an address.</summary>
    public void Note(IPAddress address, MacAddress mac)
    {
        var pages = _pages;
        pages.Recent[address] = mac;
        if (pages.Recent.Count <= Generation)
        {
            return;
        }

        lock (_gate)
        {
            if (ReferenceEquals(_pages, pages))
            {
                _pages = new Pages([], pages.Recent);
            }
        }
    }

    /// <summary>Finds who has an address.</summary>
    public MacAddress? Find(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (_snapshots.Current?.Find(plain) is { } host)
        {
            return host.Mac;
        }

        var pages = _pages;
        return pages.Recent.TryGetValue(plain, out var mac) || pages.Older.TryGetValue(plain, out mac) ? mac : null;
    }

    private sealed record Pages(ConcurrentDictionary<IPAddress, MacAddress> Recent, ConcurrentDictionary<IPAddress, MacAddress> Older);
}
