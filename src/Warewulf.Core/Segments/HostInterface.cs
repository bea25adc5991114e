using System.Net;

namespace Warewulf.Core.Segments;

/// <summary>An IPv4 address of this machine.</summary>
/// <param name="Name">The interface's name, such as <c>eth1</c>.</param>
/// <param name="Index">The interface's index.</param>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">The length of its network's prefix, 0 to 32.</param>
public sealed record HostInterface(string Name, int Index, IPAddress Address, int PrefixLength)
{
    /// <summary>The network the address is in.</summary>
    public IPNetwork Network => new(Ipv4.Network(Address, PrefixLength), PrefixLength);
}
