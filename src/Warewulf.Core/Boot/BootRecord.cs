using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;

namespace Warewulf.Core.Boot;

/// <summary>One boot of one node.</summary>
/// <param name="StartedAt">When its first event happened.</param>
public sealed record BootRecord(DateTimeOffset StartedAt)
{
    /// <summary>The stages reached, in the order they were reached.</summary>
    public ImmutableArray<StageRecord> Stages { get; init; } = [];

    /// <summary>The image booted.</summary>
    public string? ImageName { get; init; }

    /// <summary>The catalog revision of the plan.</summary>
    public long? Revision { get; init; }

    /// <summary>The client architecture of the firmware.</summary>
    public ClientArchitecture? Architecture { get; init; }

    /// <summary>The address the machine had.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Address { get; init; }
}
