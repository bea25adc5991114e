using System.Net;
using Warewulf.Core.Segments;

namespace Warewulf.Edge.Dhcp;

/// <summary>Where this machine is to answer DHCP, as of now.</summary>
/// <param name="Interfaces">The interfaces, each once.</param>
/// <param name="OwnAddresses">All addresses of this machine, also those of other interfaces.</param>
internal sealed record DhcpPlacement(IReadOnlyList<DhcpInterface> Interfaces, IReadOnlyCollection<IPAddress> OwnAddresses)
{
    /// <summary>Picks the interfaces to listen on.</summary>
    /// <param name="snapshot">The snapshot in force.</param>
    /// <param name="named">The interfaces an admin named; empty for every one that has an address in a segment.</param>
    /// <param name="found">This machine's addresses.</param>
    public static DhcpPlacement Of(SegmentSnapshot snapshot, IReadOnlyList<string> named, IReadOnlyList<HostInterface> found)
    {
        // One that was named is listened on wherever its address lies: relay agents may send to it from segments this machine is not in.
        // Where an interface has several addresses, one in a segment goes first.
        var interfaces = found
            .Select(item => (Item: item, InSegment: snapshot.Segments.Any(segment => segment.Network.Contains(item.Address))))
            .Where(candidate => named.Count == 0 ? candidate.InSegment : named.Contains(candidate.Item.Name))
            .OrderByDescending(candidate => candidate.InSegment)
            .DistinctBy(candidate => candidate.Item.Name)
            .Select(candidate => new DhcpInterface(candidate.Item.Name, candidate.Item.Address, candidate.Item.Index));
        return new DhcpPlacement(snapshot.DhcpEnabled ? [.. interfaces] : [], [.. found.Select(item => item.Address)]);
    }
}
