using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Leases;
using Warewulf.Edge.Dhcp.Wire;
using Warewulf.Edge.Sockets;

namespace Warewulf.Edge.Dhcp;

/// <summary>Carries decisions out: asks heads, sends replies, counts, logs, and tells the observer.</summary>
internal sealed partial class DhcpResponder(
    ILeaseSource leases, IDhcpObserver observer, DhcpServerOptions options, DhcpCounters counters, TimeProvider time, ILogger logger)
{
    private readonly DhcpDecider _decider = new();
    private readonly DhcpWarnings _warnings = new();

    /// <summary>Decides as far as that goes without asking a head.</summary>
    public DhcpDecision Decide(DhcpContext context) => _decider.Decide(context);

    /// <summary>Carries out a decision.</summary>
    /// <param name="context">The request.</param>
    /// <param name="decision">The decision made of it; where it says so, a head is asked first.</param>
    /// <param name="socket">The socket the request came in on.</param>
    /// <param name="cancellationToken">Ends the wait for a head.</param>
    public async Task FinishAsync(DhcpContext context, DhcpDecision decision, IUdpSocket socket, CancellationToken cancellationToken)
    {
        if (decision.Ask is { } request)
        {
            decision = _decider.Complete(context, await AskAsync(request, cancellationToken));
        }

        if (decision.Release is { } release)
        {
            await ReleaseAsync(release, cancellationToken);
        }

        if (decision.Warning is { } warning && _warnings.IsNew(context.Mac, decision.Silence ?? DhcpSilence.Failed))
        {
            LogWarning(logger, context.Mac, context.Segment.Name, warning);
        }

        if (decision.Reply is { } reply)
        {
            await SendAsync(context, decision, reply, socket, cancellationToken);
        }
        else
        {
            counters.CountSilent(decision.Silence ?? DhcpSilence.Failed);
            LogSilent(logger, context.Type, context.Mac, context.Segment.Name, decision.Handler, decision.Silence, decision.Detail);
        }
    }

    /// <summary>Where a reply goes (RFC 2131 section 4.1).</summary>
    /// <remarks>
    /// A client without an address is answered by broadcast whatever its flags say: all boot firmware takes that, and a unicast would need a raw
    /// socket, because the client does not answer ARP yet.
    /// </remarks>
    internal static IPEndPoint DestinationOf(DhcpContext context, DhcpPacket reply)
    {
        if (reply.IsRelayed)
        {
            return new IPEndPoint(reply.RelayAddress, DhcpPacket.ServerPort);
        }

        var hasAddress = reply.MessageType == DhcpMessageType.Ack && (context.IsRenewal || context.Type == DhcpMessageType.Inform);
        return new IPEndPoint(hasAddress ? context.Packet.ClientAddress : IPAddress.Broadcast, DhcpPacket.ClientPort);
    }

    private async Task<LeaseResponse?> AskAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.LeaseTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // Waited for here too: a head's answer that comes after the client has given up is worth nothing.
            return await leases.LeaseAsync(request, both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            LogNoHead(logger, request.Mac, request.Segment, options.LeaseTimeout);
            return null;
        }
    }

    private async Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.LeaseTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await leases.ReleaseAsync(release, both.Token).WaitAsync(both.Token);
            LogGivenBack(logger, release.Mac, release.Segment, release.Address, release.Declined);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // The lease runs out by itself.
            LogNoHead(logger, release.Mac, release.Segment, options.LeaseTimeout);
        }
    }

    private async Task SendAsync(DhcpContext context, DhcpDecision decision, DhcpPacket reply, IUdpSocket socket, CancellationToken cancellationToken)
    {
        var longest = DhcpPacketWriter.MaximumLength(context.Packet.Options.FindNumber(DhcpOptionCode.MaxMessageSize));
        var destination = DestinationOf(context, reply);
        try
        {
            await socket.SendAsync(DhcpPacketWriter.Write(reply, longest), destination, cancellationToken);
        }
        catch (SocketException failure)
        {
            counters.CountSilent(DhcpSilence.Failed);
            LogNotSent(logger, context.Mac, context.Segment.Name, destination, failure.SocketErrorCode);
            return;
        }

        counters.CountAnswered();
        LogAnswer(context, decision, reply);
        if (decision.Address is { } address)
        {
            observer.Seen(new DhcpExchange(
                context.Mac, address, context.Segment.Name, context.Client.Kind, reply.MessageType == DhcpMessageType.Ack, context.Now)
            {
                Node = context.Host?.Node,
                Architecture = context.Client.Architecture,
                Renewal = context.IsRenewal,
            });
        }
    }

    private void LogAnswer(DhcpContext context, DhcpDecision decision, DhcpPacket reply)
    {
        if (context.Type == DhcpMessageType.Request && reply.MessageType == DhcpMessageType.Ack && !context.IsRenewal)
        {
            LogLeased(
                logger, context.Mac, context.Host?.Node.ToString() ?? "none", context.Segment.Name, decision.Address, context.Client.Kind,
                context.Client.Architecture, DhcpBootFile.For(context)?.Name ?? "none");
        }
        else
        {
            LogAnswered(logger, context.Type, context.Mac, context.Segment.Name, reply.MessageType, decision.Address, decision.Handler);
        }
    }
}
