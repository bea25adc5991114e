namespace Warewulf.Edge.Dhcp.Wire;

/// <summary>What a datagram turned out to be: a packet, or why it is none.</summary>
/// <param name="Packet">The packet; null when the datagram is malformed.</param>
/// <param name="Problem">What is wrong with it, for the log; null when nothing is.</param>
internal readonly record struct DhcpReadResult(DhcpPacket? Packet, string? Problem)
{
    /// <summary>A datagram that is not a DHCP message.</summary>
    public static DhcpReadResult Malformed(string problem) => new(null, problem);
}
