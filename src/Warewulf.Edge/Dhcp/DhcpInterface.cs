using System.Net;

namespace Warewulf.Edge.Dhcp;

/// <summary>A network interface on which DHCP is answered.</summary>
/// <param name="Name">The interface's name, such as <c>eth1</c>.</param>
/// <param name="Address">
/// The address of ours that machines on it use: it picks the segment, names this server, and is where boot files come from.
/// </param>
/// <param name="Index">Its index; an interface that is made anew under the same name has another.</param>
public sealed record DhcpInterface(string Name, IPAddress Address, int Index);
