using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Boot;

/// <summary>What one node is to boot now. Everything in it belongs to one revision of the catalog, so a boot never mixes two.</summary>
/// <param name="Node">The node.</param>
/// <param name="Revision">The catalog revision the plan was made from.</param>
public sealed record BootPlan(NodeName Node, long Revision)
{
    /// <summary>The template of the boot script.</summary>
    public ArtifactRef? Script { get; init; }

    /// <summary>The kernel.</summary>
    public ArtifactRef? Kernel { get; init; }

    /// <summary>The kernel's version, for the script.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>The initramfs of the same version, for a two-stage boot.</summary>
    public ArtifactRef? Initramfs { get; init; }

    /// <summary>The image.</summary>
    public ArtifactRef? Image { get; init; }

    /// <summary>The system overlay.</summary>
    public ArtifactRef? System { get; init; }

    /// <summary>The runtime overlay.</summary>
    public ArtifactRef? Runtime { get; init; }

    /// <summary>Kernel arguments, in order.</summary>
    public ImmutableArray<string> KernelArgs { get; init; } = [];

    /// <summary>The image's name, empty when the node has none.</summary>
    public string ImageName { get; init; } = "";

    /// <summary>The cluster's name, empty when the node has none.</summary>
    public string ClusterName { get; init; } = "";

    /// <summary>The name of the boot script template.</summary>
    public string IpxeTemplate { get; init; } = "default";

    /// <summary>Where the image is to live, empty when the node says nothing.</summary>
    public string Root { get; init; } = "";

    /// <summary>The node's tags, for the script.</summary>
    [JsonConverter(typeof(SortedMapJsonConverter<string>))]
    public SortedMap<string> Tags { get; init; } = SortedMap<string>.Empty;

    /// <summary>The node's network devices, for the script.</summary>
    [JsonConverter(typeof(SortedMapJsonConverter<NetworkConfig>))]
    public SortedMap<NetworkConfig> NetworkDevices { get; init; } = SortedMap<NetworkConfig>.Empty;

    /// <summary>The secret the machine's firmware must present, if the node has one. Never logged, never shown.</summary>
    public string? AssetKey { get; init; }

    /// <summary>
    /// What keeps the node from booting completely, in words for its console and for the log; for example an image never built.
    /// </summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
