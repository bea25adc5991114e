using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Warewulf.Core.Nodes;

/// <summary>Which kernel of the image a node boots, and with which arguments.</summary>
public sealed record KernelConfig
{
    /// <summary>A version prefix, or the path of a kernel in the image; unset means the highest version.</summary>
    [JsonPropertyName("version")]
    public string? Version { get; init; }

    /// <summary>Kernel arguments in order; a <c>~argument</c> removes an inherited one.</summary>
    [JsonPropertyName("args")]
    public ImmutableArray<string>? Args { get; init; }
}
