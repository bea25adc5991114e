using System.Text.Json.Serialization;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Nodes;

/// <summary>One disk of a node; the key in its map is the device path.</summary>
public sealed record DiskConfig
{
    /// <summary>Whether the partition table is replaced.</summary>
    [JsonPropertyName("wipe_table")]
    public bool? WipeTable { get; init; }

    /// <summary>Partitions by label.</summary>
    [JsonPropertyName("partitions")]
    [JsonConverter(typeof(SortedMapJsonConverter<PartitionConfig>))]
    public SortedMap<PartitionConfig>? Partitions { get; init; }
}
