using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Warewulf.Core.Overlays.Ignition;

/// <summary>Disks and file systems.</summary>
internal sealed record IgnitionStorage
{
    /// <summary>The disks, by device; null for none.</summary>
    [JsonPropertyName("disks")]
    public ImmutableArray<IgnitionDisk>? Disks { get; init; }

    /// <summary>The file systems, by device; null for none.</summary>
    [JsonPropertyName("filesystems")]
    public ImmutableArray<IgnitionFileSystem>? FileSystems { get; init; }
}
