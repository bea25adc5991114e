using System.Net;
using Warewulf.Core.Leases;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Dhcp;

/// <summary>What is to be done about a request: answer it, ask a head first, or say nothing for a reason.</summary>
internal sealed record DhcpDecision
{
    private DhcpDecision()
    {
    }

    /// <summary>The message to send; null sends none.</summary>
    public DhcpPacket? Reply { get; private init; }

    /// <summary>The address offered or confirmed by <see cref="Reply"/>; null in a refusal.</summary>
    public IPAddress? Address { get; private init; }

    /// <summary>What to ask a head; its answer makes the decision.</summary>
    public LeaseRequest? Ask { get; private init; }

    /// <summary>What to tell a head.</summary>
    public LeaseRelease? Release { get; private init; }

    /// <summary>Why nothing is sent; null when something is.</summary>
    public DhcpSilence? Silence { get; private init; }

    /// <summary>What an admin should know and do, once for each machine; null for nothing.</summary>
    public string? Warning { get; private init; }

    /// <summary>What the log says at its most talkative.</summary>
    public string Detail { get; private init; } = "";

    /// <summary>The handler that decided.</summary>
    public string Handler { get; init; } = "";

    /// <summary>Sends a message.</summary>
    public static DhcpDecision Answer(DhcpPacket reply, IPAddress? address) => new() { Reply = reply, Address = address };

    /// <summary>Asks a head.</summary>
    public static DhcpDecision AskFor(LeaseRequest request) => new() { Ask = request };

    /// <summary>Tells a head that an address is free, or in somebody else's use; the machine expects no answer.</summary>
    public static DhcpDecision GiveBack(LeaseRelease release) => new() { Release = release, Silence = DhcpSilence.NoneNeeded };

    /// <summary>Says nothing.</summary>
    public static DhcpDecision Silent(DhcpSilence reason, string detail) => new() { Silence = reason, Detail = detail };

    /// <summary>Says nothing to the machine, and something to the admin.</summary>
    public static DhcpDecision Warn(DhcpSilence reason, string warning) => new() { Silence = reason, Detail = warning, Warning = warning };
}
