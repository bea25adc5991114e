using System.Text.Json.Serialization;

namespace Warewulf.Core.Overlays.Ignition;

/// <summary>A partition. Version 3.1.0 knows no change of size.</summary>
internal sealed record IgnitionPartition
{
    /// <summary>The label; a partition that is to be gone has none.</summary>
    [JsonPropertyName("label")]
    public string? Label { get; init; }

    /// <summary>The number; null for the next free one.</summary>
    [JsonPropertyName("number")]
    public int? Number { get; init; }

    /// <summary>The size in MiB; null for all that is free.</summary>
    [JsonPropertyName("sizeMiB")]
    public int? SizeMiB { get; init; }

    /// <summary>Where it begins, in MiB; null for the first free place.</summary>
    [JsonPropertyName("startMiB")]
    public int? StartMiB { get; init; }

    /// <summary>The kind of partition.</summary>
    [JsonPropertyName("typeGuid")]
    public string? TypeGuid { get; init; }

    /// <summary>The partition's identity.</summary>
    [JsonPropertyName("guid")]
    public string? Guid { get; init; }

    /// <summary>Whether an entry that differs is replaced.</summary>
    [JsonPropertyName("wipePartitionEntry")]
    public bool? WipePartitionEntry { get; init; }

    /// <summary>False for a partition that is to be gone.</summary>
    [JsonPropertyName("shouldExist")]
    public bool? ShouldExist { get; init; }
}
