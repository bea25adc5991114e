using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Dhcp.Handlers;

/// <summary>Gives settings to machines that have an address already (RFC 2131 section 4.3.5).</summary>
internal sealed class InformHandler : IDhcpHandler
{
    /// <inheritdoc/>
    public string Name => "inform";

    /// <inheritdoc/>
    public DhcpDecision? Decide(DhcpContext context)
    {
        if (context.Type != DhcpMessageType.Inform)
        {
            return null;
        }

        // The answer goes to the address it claims, so that must be one of the network it comes from.
        var address = context.Packet.ClientAddress;
        return context.Segment.Network.Contains(address)
            ? DhcpDecision.Answer(DhcpReplyBuilder.Settings(context), address)
            : DhcpDecision.Silent(DhcpSilence.UnknownAddress, $"it says it has the address {address}, which is not of this network");
    }
}
