using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Warewulf.Core.Overlays.Ignition;

/// <summary>A disk with its partitions.</summary>
internal sealed record IgnitionDisk
{
    /// <summary>The device's path.</summary>
    [JsonPropertyName("device")]
    public required string Device { get; init; }

    /// <summary>Whether the partition table is made anew.</summary>
    [JsonPropertyName("wipeTable")]
    public bool? WipeTable { get; init; }

    /// <summary>The partitions, by number and label; null for none.</summary>
    [JsonPropertyName("partitions")]
    public ImmutableArray<IgnitionPartition>? Partitions { get; init; }
}
