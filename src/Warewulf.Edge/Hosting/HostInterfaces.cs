using System.Net.NetworkInformation;
using System.Net.Sockets;
using Warewulf.Core.Segments;

namespace Warewulf.Edge.Hosting;

/// <summary>Reads this machine's addresses.</summary>
public static class HostInterfaces
{
    /// <summary>
    /// The IPv4 addresses of all interfaces, in the order of the interfaces; loopback and link-local ones left out. Those without a link
    /// count: when power comes back to a whole site, the switch is often the last to be there, and the list is made once.
    /// </summary>
    public static IReadOnlyList<HostInterface> Read() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(nic => nic.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .Select(nic => (nic.Name, Properties: nic.GetIPProperties()))
            .SelectMany(nic => nic.Properties.UnicastAddresses
                .Where(unicast => unicast.Address.AddressFamily == AddressFamily.InterNetwork && !IsLinkLocal(unicast.Address.GetAddressBytes()))
                .Select(unicast => new HostInterface(nic.Name, nic.Properties.GetIPv4Properties().Index, unicast.Address, unicast.PrefixLength)))
            .OrderBy(found => found.Index),
    ];

    private static bool IsLinkLocal(byte[] address) => address is [169, 254, ..] or [127, ..];
}
