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
    private readonly SnapshotStore _snapshots;
    private readonly RecentMap<IPAddress, MacAddress> _given = new();

    public AddressBook(SnapshotStore snapshots) => _snapshots = snapshots;

    /// <summary>Notes who was given an address.</summary>
    public void Note(IPAddress address, MacAddress mac) => _given.Note(address, mac);

    /// <summary>Finds who has an address.</summary>
    public MacAddress? Find(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _snapshots.Current?.Find(plain) is { } host ? host.Mac
            : _given.TryGet(plain, out var mac) ? mac
            : null;
    }
}
