using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;

namespace Warewulf.Core.Leases;

/// <summary>The answer to a <see cref="LeaseRequest"/>.</summary>
/// <param name="Granted">Whether the machine may use the address.</param>
public sealed record LeaseResponse(bool Granted)
{
    /// <summary>The address, where one is granted.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Address { get; init; }

    /// <summary>When the lease (or the offer) ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why nothing is granted, for the log.</summary>
    public string? Reason { get; init; }
}
