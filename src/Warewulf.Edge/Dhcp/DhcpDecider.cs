using Warewulf.Core.Leases;
using Warewulf.Edge.Dhcp.Handlers;

namespace Warewulf.Edge.Dhcp;

/// <summary>The rules in their order. Whatever they decide, they decide from the request and the snapshot alone.</summary>
internal sealed class DhcpDecider
{
    private readonly LeaseHandler _leases = new();
    private readonly IDhcpHandler[] _handlers;

    /// <summary>Makes the server's chain of rules.</summary>
    public DhcpDecider() => _handlers =
    [
        new OtherServerHandler(),
        new InformHandler(),
        new ReservationHandler(),
        _leases,
    ];

    /// <summary>Decides about a request.</summary>
    public DhcpDecision Decide(DhcpContext context)
    {
        foreach (var handler in _handlers)
        {
            if (handler.Decide(context) is { } decision)
            {
                return decision with { Handler = handler.Name };
            }
        }

        return DhcpDecision.Silent(DhcpSilence.NotForServers, "it is a message that servers send");
    }

    /// <summary>Decides about a request for which a head was asked.</summary>
    /// <param name="context">The request.</param>
    /// <param name="response">The head's answer; null when none came.</param>
    public DhcpDecision Complete(DhcpContext context, LeaseResponse? response) =>
        LeaseHandler.Complete(context, response) with { Handler = _leases.Name };
}
