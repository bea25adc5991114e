using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Leases;

/// <summary>A machine that asked to boot and belongs to no node.</summary>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Segment">The boot network it is on.</param>
/// <param name="FirstSeen">When it was first heard of.</param>
/// <param name="LastSeen">When it was last heard of.</param>
public sealed record DiscoveredMachine(MacAddress Mac, SegmentName Segment, DateTimeOffset FirstSeen, DateTimeOffset LastSeen)
{
    /// <summary>The address it was given.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Address { get; init; }

    /// <summary>Its architecture, as its firmware named it.</summary>
    public ClientArchitecture? Architecture { get; init; }

    /// <summary>What it called itself.</summary>
    public string? Vendor { get; init; }

    /// <summary>How far it got.</summary>
    public BootStage? Stage { get; init; }
}
