using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Warewulf.Core.Overlays.Ignition;

/// <summary>A file system or swap space.</summary>
internal sealed record IgnitionFileSystem
{
    /// <summary>The device's path.</summary>
    [JsonPropertyName("device")]
    public required string Device { get; init; }

    /// <summary>The kind, such as <c>ext4</c>.</summary>
    [JsonPropertyName("format")]
    public string? Format { get; init; }

    /// <summary>Where it is mounted.</summary>
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    /// <summary>The label.</summary>
    [JsonPropertyName("label")]
    public string? Label { get; init; }

    /// <summary>The identity.</summary>
    [JsonPropertyName("uuid")]
    public string? Uuid { get; init; }

    /// <summary>Options for making it; null for none.</summary>
    [JsonPropertyName("options")]
    public ImmutableArray<string>? Options { get; init; }

    /// <summary>Options for mounting it; null for none.</summary>
    [JsonPropertyName("mountOptions")]
    public ImmutableArray<string>? MountOptions { get; init; }

    /// <summary>Whether it is made anew even when one is there.</summary>
    [JsonPropertyName("wipeFilesystem")]
    public bool? WipeFileSystem { get; init; }
}
