using System.Text.Json.Serialization;

namespace Warewulf.Core.Nodes;

/// <summary>A node as the admin declared it, before profiles are merged in.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Settings">What was declared on the node itself.</param>
public sealed record NodeConfig(NodeName Name, NodeSettings Settings)
{
    /// <summary>Whether the next unknown machine becomes this node: a yes/no word.</summary>
    [JsonPropertyName("discoverable")]
    public string? Discoverable { get; init; }

    /// <summary>A shared secret the machine's firmware must present. Never logged.</summary>
    [JsonPropertyName("asset key")]
    public string? AssetKey { get; init; }
}
