using System.Text.Json.Serialization;

namespace Warewulf.Core.Nodes;

/// <summary>One partition of a disk; the key in its map is the label.</summary>
public sealed record PartitionConfig
{
    /// <summary>The partition number.</summary>
    [JsonPropertyName("number")]
    public string? Number { get; init; }

    /// <summary>The size in MiB; unset or 0 means the rest of the disk.</summary>
    [JsonPropertyName("size_mib")]
    public string? SizeMiB { get; init; }

    /// <summary>The start in MiB.</summary>
    [JsonPropertyName("start_mib")]
    public string? StartMiB { get; init; }

    /// <summary>The GPT partition type.</summary>
    [JsonPropertyName("type_guid")]
    public string? TypeGuid { get; init; }

    /// <summary>The GPT partition identity.</summary>
    [JsonPropertyName("guid")]
    public string? Guid { get; init; }

    /// <summary>Whether a differing entry may be deleted.</summary>
    [JsonPropertyName("wipe_partition_entry")]
    public bool? WipePartitionEntry { get; init; }

    /// <summary>Whether the partition is created when absent.</summary>
    [JsonPropertyName("should_exist")]
    public bool? ShouldExist { get; init; }

    /// <summary>Whether an existing partition may be resized.</summary>
    [JsonPropertyName("resize")]
    public bool? Resize { get; init; }
}
