using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;

namespace Warewulf.Core.Segments;

/// <summary>One boot network: an IPv4 range of addresses, its gateway and the part of it given to unknown machines.</summary>
/// <param name="Name">Its name; <c>default</c> for the network that <c>warewulf.conf</c> itself describes.</param>
/// <param name="Network">The network, such as <c>10.0.0.0/22</c>.</param>
public sealed record SegmentConfig(SegmentName Name, [property: JsonConverter(typeof(ParsableJsonConverter<IPNetwork>))] IPNetwork Network)
{
    /// <summary>How long a lease lasts where nothing is said.</summary>
    public static readonly TimeSpan DefaultLeaseTime = TimeSpan.FromHours(1);

    /// <summary>The router offered to machines; unset offers none.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Gateway { get; init; }

    /// <summary>The first address given to machines without a reservation; unset gives none.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? RangeStart { get; init; }

    /// <summary>The last address given to machines without a reservation.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? RangeEnd { get; init; }

    /// <summary>How long a lease lasts.</summary>
    public TimeSpan LeaseTime { get; init; } = DefaultLeaseTime;
}
