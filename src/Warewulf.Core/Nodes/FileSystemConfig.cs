using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Warewulf.Core.Nodes;

/// <summary>One file system of a node; the key in its map is the device path.</summary>
public sealed record FileSystemConfig
{
    /// <summary>The kind, such as <c>ext4</c> or <c>swap</c>.</summary>
    [JsonPropertyName("format")]
    public string? Format { get; init; }

    /// <summary>Where it is mounted.</summary>
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    /// <summary>Whether it is made anew even when one is there.</summary>
    [JsonPropertyName("wipe_filesystem")]
    public bool? WipeFileSystem { get; init; }

    /// <summary>The label.</summary>
    [JsonPropertyName("label")]
    public string? Label { get; init; }

    /// <summary>The UUID.</summary>
    [JsonPropertyName("uuid")]
    public string? Uuid { get; init; }

    /// <summary>Options for making it.</summary>
    [JsonPropertyName("options")]
    public ImmutableArray<string>? Options { get; init; }

    /// <summary>Options for mounting it, comma separated.</summary>
    [JsonPropertyName("mount_options")]
    public string? MountOptions { get; init; }
}
