using System.Text.Json.Serialization;

namespace Warewulf.Core.Overlays.Ignition;

/// <summary>The version of the format.</summary>
internal sealed record IgnitionHeader
{
    /// <summary>The version.</summary>
    [JsonPropertyName("version")]
    public string Version { get; } = "3.1.0";
}
