using System.Net.Sockets;
using System.Runtime.InteropServices;
using Warewulf.Edge.Sockets;

namespace Warewulf.Edge.Tftp;

/// <summary>Asks the system how long a packet to a client may be before it is cut into fragments.</summary>
internal static class TftpPathMtu
{
    private const int IpMtu = 14;
    private const int Ip6Mtu = 24;
    private const int Ip4Overhead = 20 + 8 + 4;
    private const int Ip6Overhead = 40 + 8 + 4;

    /// <summary>The longest data block for one client: what the way carries less the headers of IP, UDP and TFTP; the maximum when it is not known.</summary>
    public static int BlockThatFits(in UdpReceived origin)
    {
        var isIp6 = origin.Remote.AddressFamily == AddressFamily.InterNetworkV6;
        try
        {
            // The system knows the value for connected sockets only; connecting a UDP socket sends nothing.
            using var probe = new Socket(origin.Remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            UdpSocket.SendThrough(probe, origin.InterfaceIndex);
            probe.Connect(origin.Remote);
            var value = new byte[sizeof(int)];
            probe.GetRawSocketOption((int)(isIp6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP), isIp6 ? Ip6Mtu : IpMtu, value);
            return MemoryMarshal.Read<int>(value) - (isIp6 ? Ip6Overhead : Ip4Overhead);
        }
        catch (SocketException)
        {
            return TftpTerms.MaxBlockSize;
        }
    }
}
