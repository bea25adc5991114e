using System.Net;
using Warewulf.Core.Leases;
using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Dhcp.Handlers;

/// <summary>Answers machines without a reservation with an address that the heads lease to them.</summary>
internal sealed class LeaseHandler : IDhcpHandler
{
    /// <inheritdoc/>
    public string Name => "lease";

    /// <inheritdoc/>
    public DhcpDecision? Decide(DhcpContext context) => context.Type switch
    {
        DhcpMessageType.Discover => context.Segment.RangeStart is null ? NoRange(context) : DhcpDecision.AskFor(LeaseFor(context)),
        DhcpMessageType.Request => Request(context),
        DhcpMessageType.Release => GiveBack(context, context.Packet.ClientAddress, declined: false),
        DhcpMessageType.Decline => GiveBack(context, context.Packet.Options.FindAddress(DhcpOptionCode.RequestedAddress), declined: true),
        _ => null,
    };

    /// <summary>Decides what <see cref="Decide"/> left open, once a head has answered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="response">The head's answer; null when none came.</param>
    public static DhcpDecision Complete(DhcpContext context, LeaseResponse? response)
    {
        if (response is null)
        {
            return Silent(DhcpSilence.NoHead, "no head answered");
        }

        var offer = context.Type == DhcpMessageType.Discover;
        if (response is not { Granted: true, Address: { } address })
        {
            return offer ? Refused(context, response.Reason) : Refuse(context, response.Reason ?? "the address is not free");
        }

        // The heads were told our addresses; an older one does not heed them, and two machines with one address bring a network down.
        if (context.OurAddresses.Contains(address))
        {
            return Refused(context, $"{address}, which the heads chose, is this edge's own. Keep it out of the segment's range in warewulf.conf.");
        }

        if (offer)
        {
            return Answer(context, DhcpMessageType.Offer, address, LeaseDuration.Reserved(context));
        }

        return address.Equals(context.AskedAddress)
            ? Answer(context, DhcpMessageType.Ack, address, LeaseDuration.Dynamic(context, response.ExpiresAt))
            : Refuse(context, $"{context.AskedAddress} is not free");
    }

    private static LeaseRequest LeaseFor(DhcpContext context) => new(context.Segment.Name, context.Mac)
    {
        Wanted = context.AskedAddress,
        EdgeAddresses = [.. context.OurAddresses.Where(context.Segment.Network.Contains)],
        Commit = context.Type == DhcpMessageType.Request,
        Architecture = context.Client.Architecture,
        Vendor = context.Client.DisplayName,
    };

    private static DhcpDecision Request(DhcpContext context)
    {
        if (context.AskedAddress is not { } asked)
        {
            return Silent(DhcpSilence.NoAddressAsked, "the request names no address");
        }

        if (WhyWrong(context, asked) is { } wrong)
        {
            return Refuse(context, wrong);
        }

        return InRange(context, asked)
            ? DhcpDecision.AskFor(LeaseFor(context))
            : Silent(DhcpSilence.UnknownAddress, $"nothing is known here of {asked}");
    }

    // What is certain without asking anybody. Anything else may be another server's business, and is left to it.
    private static string? WhyWrong(DhcpContext context, IPAddress asked)
    {
        if (context.OurAddresses.Contains(asked))
        {
            return $"{asked} is the address of this server";
        }

        if (context.Directory.FindReservation(asked) is not null)
        {
            return $"{asked} is reserved for another machine";
        }

        if (context.Directory.FindSegment(asked) is { } segment && segment.Name != context.Segment.Name)
        {
            return $"{asked} does not belong to this network";
        }

        var ours = context.NamedServer is not null || context.Host is not null;
        return ours && !InRange(context, asked) ? $"{asked} is not an address of this server" : null;
    }

    private static bool InRange(DhcpContext context, IPAddress address) =>
        context.Segment is { RangeStart: { } start, RangeEnd: { } end }
        && Ipv4.ToNumber(address) is var number && number >= Ipv4.ToNumber(start) && number <= Ipv4.ToNumber(end);

    private static DhcpDecision GiveBack(DhcpContext context, IPAddress? address, bool declined) => address is not null && InRange(context, address)
        ? DhcpDecision.GiveBack(new LeaseRelease(context.Segment.Name, context.Mac, address, declined))
        : Silent(DhcpSilence.NoneNeeded, "the address is none of this server's");

    private static DhcpDecision NoRange(DhcpContext context) => context.Host is { } host
        ? DhcpDecision.Warn(
            DhcpSilence.NoRange,
            $"Node '{host.Node}' asks from segment '{context.Segment.Name}', but its network '{host.Network}' has no address and the segment has no "
            + "dynamic range: set one of them ('wwctl node set --ipaddr', or 'range start' and 'range end' in warewulf.conf).")
        : Silent(DhcpSilence.NoRange, "the machine is unknown and the segment has no dynamic range");

    private static DhcpDecision Refused(DhcpContext context, string? reason) => DhcpDecision.Warn(
        DhcpSilence.Refused,
        $"Machine {context.Mac}{(context.Host is { } host ? $" (node '{host.Node}')" : "")} gets no address in segment '{context.Segment.Name}': "
        + (reason ?? "the heads gave no reason"));

    private static DhcpDecision Refuse(DhcpContext context, string reason) =>
        DhcpDecision.Answer(DhcpReplyBuilder.Refusal(context, reason), null);

    private static DhcpDecision Answer(DhcpContext context, DhcpMessageType type, IPAddress address, TimeSpan time) =>
        DhcpDecision.Answer(DhcpReplyBuilder.Lease(context, type, address, time), address);

    private static DhcpDecision Silent(DhcpSilence reason, string detail) => DhcpDecision.Silent(reason, detail);
}
