using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Leases;

/// <summary>An edge asks for a dynamic address on behalf of a machine that has no reservation.</summary>
/// <param name="Segment">The boot network the machine is on.</param>
/// <param name="Mac">The machine's hardware address, which alone identifies it: firmware, loader and system send different client ids.</param>
public sealed record LeaseRequest(SegmentName Segment, MacAddress Mac)
{
    /// <summary>The address the machine would like, or has.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Wanted { get; init; }

    /// <summary>The edge's own addresses in the segment, which no machine may get; null from edges that do not say.</summary>
    public IReadOnlyCollection<IPAddress>? EdgeAddresses { get; init; }

    /// <summary>Whether the machine accepted the offer (REQUEST) or only asks (DISCOVER).</summary>
    public bool Commit { get; init; }

    /// <summary>The client architecture, where the machine named one.</summary>
    public ClientArchitecture? Architecture { get; init; }

    /// <summary>The vendor class or host name the machine sent, for display.</summary>
    public string? Vendor { get; init; }
}
