using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Nodes;

/// <summary>
/// What a node or a profile says. Every field is optional, the JSON names are the keys of <c>nodes.conf</c>, and the declaration order is
/// the order in which they are written.
/// </summary>
public sealed record NodeSettings
{
    /// <summary>No setting at all.</summary>
    public static NodeSettings Empty { get; } = new();

    /// <summary>Whether the next unknown machine becomes this node: a yes/no word. Nodes only.</summary>
    [JsonPropertyName("discoverable")]
    public string? Discoverable { get; init; }

    /// <summary>A shared secret the machine's firmware must present. Nodes only; never logged.</summary>
    [JsonPropertyName("asset key")]
    public string? AssetKey { get; init; }

    /// <summary>Profiles in the order they apply; <c>~name</c> removes one. On a profile: the profiles it builds on.</summary>
    [JsonPropertyName("profiles")]
    public ImmutableArray<string>? Profiles { get; init; }

    /// <summary>A remark. Not inherited.</summary>
    [JsonPropertyName("comment")]
    public string? Comment { get; init; }

    /// <summary>The cluster the node belongs to; nodes are ordered by it first.</summary>
    [JsonPropertyName("cluster name")]
    public string? ClusterName { get; init; }

    /// <summary>The image the node boots.</summary>
    [JsonPropertyName("image name")]
    public string? ImageName { get; init; }

    /// <summary>The boot script template, without <c>.ipxe</c>; unset means <c>default</c>.</summary>
    [JsonPropertyName("ipxe template")]
    public string? IpxeTemplate { get; init; }

    /// <summary>Overlays applied at boot and again while the node runs; <c>~name</c> removes one.</summary>
    [JsonPropertyName("runtime overlay")]
    public ImmutableArray<string>? RuntimeOverlays { get; init; }

    /// <summary>Overlays applied at boot; <c>~name</c> removes one.</summary>
    [JsonPropertyName("system overlay")]
    public ImmutableArray<string>? SystemOverlays { get; init; }

    /// <summary>Kernel choice and arguments.</summary>
    [JsonPropertyName("kernel")]
    public KernelConfig? Kernel { get; init; }

    /// <summary>Management controller.</summary>
    [JsonPropertyName("ipmi")]
    public IpmiConfig? Ipmi { get; init; }

    /// <summary>The program started as process 1 of the booted system.</summary>
    [JsonPropertyName("init")]
    public string? Init { get; init; }

    /// <summary>Where the image lives: <c>initramfs</c>, <c>tmpfs</c> or a block device.</summary>
    [JsonPropertyName("root")]
    public string? Root { get; init; }

    /// <summary>Network devices by network name.</summary>
    [JsonPropertyName("network devices")]
    [JsonConverter(typeof(SortedMapJsonConverter<NetworkConfig>))]
    public SortedMap<NetworkConfig>? NetworkDevices { get; init; }

    /// <summary>Free-form values read by overlays and boot scripts.</summary>
    [JsonPropertyName("tags")]
    [JsonConverter(typeof(SortedMapJsonConverter<string>))]
    public SortedMap<string>? Tags { get; init; }

    /// <summary>The network whose device is the primary one; unset means the first by name.</summary>
    [JsonPropertyName("primary network")]
    public string? PrimaryNetwork { get; init; }

    /// <summary>Disks by device path.</summary>
    [JsonPropertyName("disks")]
    [JsonConverter(typeof(SortedMapJsonConverter<DiskConfig>))]
    public SortedMap<DiskConfig>? Disks { get; init; }

    /// <summary>File systems by device path.</summary>
    [JsonPropertyName("filesystems")]
    [JsonConverter(typeof(SortedMapJsonConverter<FileSystemConfig>))]
    public SortedMap<FileSystemConfig>? FileSystems { get; init; }

    /// <summary>Structured values of any shape, by name.</summary>
    [JsonPropertyName("resources")]
    [JsonConverter(typeof(SortedMapJsonConverter<JsonElement>))]
    public SortedMap<JsonElement>? Resources { get; init; }
}
