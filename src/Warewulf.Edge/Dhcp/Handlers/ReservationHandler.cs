using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Dhcp.Handlers;

/// <summary>Answers nodes that have a reserved address: always with that address, and with a refusal when they think they have another.</summary>
internal sealed class ReservationHandler : IDhcpHandler
{
    /// <inheritdoc/>
    public string Name => "reservation";

    /// <inheritdoc/>
    public DhcpDecision? Decide(DhcpContext context)
    {
        if (context.Host is not { Address: { } reserved } host)
        {
            return null;
        }

        if (!context.Segment.Network.Contains(reserved))
        {
            return DhcpDecision.Warn(
                DhcpSilence.ReservedElsewhere,
                $"Node '{host.Node}' asks from segment '{context.Segment.Name}' ({context.Segment.Network}), but the address {reserved} reserved for its "
                + $"network '{host.Network}' lies outside it: correct the node's address, or connect it to the right network.");
        }

        return context.Type switch
        {
            DhcpMessageType.Discover =>
                DhcpDecision.Answer(DhcpReplyBuilder.Lease(context, DhcpMessageType.Offer, reserved, LeaseDuration.Reserved(context)), reserved),
            DhcpMessageType.Request => Request(context, host),
            DhcpMessageType.Decline => DhcpDecision.Warn(
                DhcpSilence.NoneNeeded,
                $"Node '{host.Node}' found its address {context.AskedAddress ?? reserved} in use by another machine in segment '{context.Segment.Name}': "
                + "find out which (arping) and give it another address."),

            // A reservation is the node's with or without a lease.
            _ => DhcpDecision.Silent(DhcpSilence.NoneNeeded, "the address stays reserved"),
        };
    }

    private static DhcpDecision Request(DhcpContext context, SegmentHost host)
    {
        if (context.AskedAddress is not { } asked)
        {
            return DhcpDecision.Silent(DhcpSilence.NoAddressAsked, "the request names no address");
        }

        return asked.Equals(host.Address)
            ? DhcpDecision.Answer(DhcpReplyBuilder.Lease(context, DhcpMessageType.Ack, asked, LeaseDuration.Reserved(context)), asked)
            : DhcpDecision.Answer(DhcpReplyBuilder.Refusal(context, $"{asked} is not the address of node {host.Node}"), null);
    }
}
