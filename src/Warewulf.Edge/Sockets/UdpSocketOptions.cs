using System.Net;

namespace Warewulf.Edge.Sockets;

/// <summary>How a <see cref="UdpSocket"/> is bound. The defaults suit a server on one unicast address.</summary>
public sealed record UdpSocketOptions
{
    /// <summary>The address and port to bind to. Port 0 lets the system choose. An IPv6 address binds IPv6 only.</summary>
    public required IPEndPoint LocalEndPoint { get; init; }

    /// <summary>
    /// The network interface (such as "eth1") to receive from and send through, whatever the routing table says; null for any. Sockets bound to different
    /// devices may share a port, so one DHCP server per boot network needs no <see cref="ReuseAddress"/>. Default: null.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>Whether sending to broadcast addresses is allowed. Default: false.</summary>
    public bool AllowBroadcast { get; init; }

    /// <summary>
    /// Whether the port may be shared with another socket that allows it too (SO_REUSEADDR). Linux then gives a unicast datagram to only one of them, and a
    /// rival server goes unnoticed, so this is for ports that must be shared. Default: false.
    /// </summary>
    public bool ReuseAddress { get; init; }

    /// <summary>
    /// The receive buffer in bytes, for bursts that arrive while the server is busy: thousands of nodes switched on at once. Without CAP_NET_ADMIN the system
    /// silently limits it to net.core.rmem_max. Default: 4 MiB.
    /// </summary>
    public int ReceiveBufferBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// What the admin should do when the port is taken, as a sentence without its capital and full stop; null for general advice. Default: null.
    /// </summary>
    /// <example>stop the other TFTP server (ss -ulpn 'sport = :69') or set 'tftp: enabled: false' in warewulf.conf</example>
    public string? PortInUseAdvice { get; init; }
}
