using System.Net;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Edge.Dhcp;

/// <summary>A request that was answered with an offer or an acknowledgement.</summary>
/// <param name="Mac">The machine.</param>
/// <param name="Address">The address it is offered or has.</param>
/// <param name="Segment">The boot network it is on.</param>
/// <param name="Kind">Which of its programs asked.</param>
/// <param name="Acked">Whether the machine now has the address; else it was only offered.</param>
/// <param name="At">When, by the edge's clock.</param>
public sealed record DhcpExchange(MacAddress Mac, IPAddress Address, SegmentName Segment, DhcpClientKind Kind, bool Acked, DateTimeOffset At)
{
    /// <summary>The node the machine is; null for a machine nobody knows.</summary>
    public NodeName? Node { get; init; }

    /// <summary>The client architecture; null where none was named.</summary>
    public ClientArchitecture? Architecture { get; init; }

    /// <summary>Whether the machine only prolonged a lease it had, as a running system does.</summary>
    public bool Renewal { get; init; }

    /// <summary>Whether firmware asked, so that this can only be the first step of a boot.</summary>
    public bool PowerOn => Kind is DhcpClientKind.PxeFirmware or DhcpClientKind.HttpFirmware;
}
