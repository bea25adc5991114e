using System.Net;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Dhcp;

/// <summary>One request with all that is known about it; what a decision is made from.</summary>
/// <param name="Packet">The request.</param>
/// <param name="Type">Its message type.</param>
/// <param name="Mac">The machine, by the field <c>chaddr</c> and nothing else: its programs send different client ids.</param>
/// <param name="Segment">The boot network it comes from.</param>
/// <param name="Directory">The snapshot in force.</param>
/// <param name="ServerAddress">The address of ours to which the machine is to speak.</param>
/// <param name="Now">When it came in.</param>
internal sealed record DhcpContext(
    DhcpPacket Packet,
    DhcpMessageType Type,
    MacAddress Mac,
    SegmentConfig Segment,
    DhcpDirectory Directory,
    IPAddress ServerAddress,
    DateTimeOffset Now)
{
    /// <summary>All addresses by which clients may call this server.</summary>
    public IReadOnlyCollection<IPAddress> OurAddresses { get; init; } = [ServerAddress];

    /// <summary>The port on which machines find the HTTP server; a change of the settings moves it only with a restart.</summary>
    public int HttpPort { get; init; } = Directory.Snapshot.HttpPort;

    /// <summary>The machine's device, where it is one of a node.</summary>
    public SegmentHost? Host { get; init; } = Directory.FindHost(Mac, Segment);

    /// <summary>What the machine says of itself.</summary>
    public DhcpClientIdentity Client { get; init; } = DhcpClientIdentity.Of(Packet);

    /// <summary>The address the machine asks for or already uses; null when it names none.</summary>
    public IPAddress? AskedAddress { get; } = Packet.Options.FindAddress(DhcpOptionCode.RequestedAddress)
        ?? (Packet.ClientAddress.Equals(IPAddress.Any) ? null : Packet.ClientAddress);

    /// <summary>The server the machine speaks to; null when it speaks to any.</summary>
    public IPAddress? NamedServer { get; } = Packet.Options.FindAddress(DhcpOptionCode.ServerIdentifier);

    /// <summary>Whether a REQUEST prolongs a lease that is in use (RFC 2131 section 4.3.2: RENEWING and REBINDING).</summary>
    public bool IsRenewal => Type == DhcpMessageType.Request && NamedServer is null && !Packet.ClientAddress.Equals(IPAddress.Any);
}
