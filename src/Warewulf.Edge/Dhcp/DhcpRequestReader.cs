using System.Net;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp.Wire;
using Warewulf.Edge.Sockets;

namespace Warewulf.Edge.Dhcp;

/// <summary>Makes a request of a datagram: who asks, from which segment, and which of our addresses it should know.</summary>
/// <param name="ownAddresses">Gives the addresses of this machine.</param>
/// <param name="httpPort">Gives the port of the HTTP server beside this one; null for the port the snapshot names.</param>
internal sealed class DhcpRequestReader(Func<IReadOnlyCollection<IPAddress>> ownAddresses, Func<int>? httpPort = null)
{
    private const int EthernetLength = 6;
    private const byte Ieee802 = 6;

    /// <summary>Reads one datagram.</summary>
    /// <param name="datagram">Its bytes.</param>
    /// <param name="received">Where it came in.</param>
    /// <param name="on">The interface it came in on.</param>
    /// <param name="directory">The snapshot in force; null while there is none.</param>
    /// <param name="now">When it came in.</param>
    /// <returns>The request, or why it will get no answer.</returns>
    public (DhcpContext? Context, DhcpDecision? Silence) Read(
        ReadOnlySpan<byte> datagram, UdpReceived received, DhcpInterface on, DhcpDirectory? directory, DateTimeOffset now)
    {
        var read = DhcpPacketReader.Read(datagram);
        if (read.Packet is not { } packet)
        {
            return Silent(DhcpSilence.Malformed, read.Problem ?? "");
        }

        if (packet.Op != DhcpPacket.BootRequest || packet.MessageType is not { } type)
        {
            return Silent(DhcpSilence.NotForServers, "it is a reply, or BOOTP without a message type");
        }

        if (packet.HardwareType is not (DhcpPacket.Ethernet or Ieee802)
            || packet.HardwareAddress.Length != EthernetLength
            || !packet.HardwareAddress.Span.ContainsAnyExcept((byte)0))
        {
            return Silent(DhcpSilence.NoHardwareAddress, "its hardware address is not one of Ethernet");
        }

        if (directory is null)
        {
            return Silent(DhcpSilence.NoSnapshot, "no head has told this edge its nodes yet");
        }

        if (!directory.Snapshot.DhcpEnabled)
        {
            return Silent(DhcpSilence.Disabled, "DHCP is disabled in warewulf.conf");
        }

        // Only a datagram sent to one address of ours tells that the machine, or its relay agent, can reach that one.
        var ourAddresses = ownAddresses();
        var unicast = ourAddresses.Contains(received.LocalAddress);
        if (SegmentOf(packet, unicast, on, directory) is not { } segment)
        {
            return Silent(DhcpSilence.NoSegment, $"neither relay {packet.RelayAddress} nor interface '{on.Name}' ({on.Address}) is in a segment");
        }

        var server = unicast ? received.LocalAddress : on.Address;
        var mac = MacAddress.FromBytes(packet.HardwareAddress.Span);
        var context = new DhcpContext(packet, type, mac, segment, directory, server, now) { OurAddresses = ourAddresses };
        return (httpPort is null ? context : context with { HttpPort = httpPort() }, null);
    }

    private static (DhcpContext?, DhcpDecision?) Silent(DhcpSilence reason, string detail) => (null, DhcpDecision.Silent(reason, detail));

    // A machine behind a relay agent renews its lease with us directly: then only the address it has tells where it is.
    private static SegmentConfig? SegmentOf(DhcpPacket packet, bool unicast, DhcpInterface on, DhcpDirectory directory)
    {
        if (packet.IsRelayed)
        {
            return directory.FindSegment(packet.RelayAddress);
        }

        var own = unicast && !packet.ClientAddress.Equals(IPAddress.Any) ? directory.FindSegment(packet.ClientAddress) : null;
        return own ?? directory.FindSegment(on.Address);
    }
}
