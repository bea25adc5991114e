using System.Text.Json.Serialization;

namespace Warewulf.Core.Overlays.Ignition;

/// <summary>What of Ignition's configuration, version 3.1.0, disks need.</summary>
internal sealed record IgnitionConfig
{
    /// <summary>Says which version of the format this is.</summary>
    [JsonPropertyName("ignition")]
    public IgnitionHeader Ignition { get; } = new();

    /// <summary>Disks and file systems.</summary>
    [JsonPropertyName("storage")]
    public required IgnitionStorage Storage { get; init; }
}
