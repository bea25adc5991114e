using System.Net;

namespace Warewulf.Edge.Sockets;

/// <summary>What is known of a received datagram besides its bytes.</summary>
/// <param name="Length">The number of bytes written to the receive buffer.</param>
/// <param name="Remote">The sender.</param>
/// <param name="LocalAddress">
/// The destination address in the datagram's IP header: the address to answer from, or a broadcast or multicast address, from which nobody can answer.
/// </param>
/// <param name="InterfaceIndex">The index of the network interface the datagram came in on; 1 is usually the loopback interface.</param>
public readonly record struct UdpReceived(int Length, IPEndPoint Remote, IPAddress LocalAddress, int InterfaceIndex);
