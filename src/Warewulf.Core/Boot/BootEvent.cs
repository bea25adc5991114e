using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Boot;

/// <summary>Something an edge saw a machine do. Events may arrive late and twice; the time is the edge's.</summary>
/// <param name="Mac">The machine's hardware address.</param>
/// <param name="Stage">What was reached.</param>
/// <param name="At">When, by the clock of the edge.</param>
public sealed record BootEvent(MacAddress Mac, BootStage Stage, DateTimeOffset At)
{
    /// <summary>The machine's address at that time.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Address { get; init; }

    /// <summary>What was sent, such as a file name.</summary>
    public string? File { get; init; }

    /// <summary>How many bytes were sent.</summary>
    public long? Bytes { get; init; }

    /// <summary>The client architecture, as the firmware named it.</summary>
    public ClientArchitecture? Architecture { get; init; }

    /// <summary>The catalog revision of the plan that a script was made of; unset for other stages.</summary>
    public long? Revision { get; init; }

    /// <summary>The image that a script names; unset for other stages.</summary>
    public string? ImageName { get; init; }

    /// <summary>Why the boot failed, in the machine's or the edge's words.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Whether this can only be the first step of a boot: the firmware's own DHCP, as opposed to that of a boot loader.
    /// </summary>
    public bool PowerOn { get; init; }
}
