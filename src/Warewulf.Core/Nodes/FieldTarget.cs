namespace Warewulf.Core.Nodes;

/// <summary>Which network device, disk, partition and file system the fields of a change or a display belong to.</summary>
public sealed record FieldTarget
{
    /// <summary>The name a network has when none is given.</summary>
    public const string DefaultNet = "default";

    /// <summary>The network <c>default</c> and nothing else.</summary>
    public static FieldTarget Default { get; } = new();

    /// <summary>The network name.</summary>
    public string Net { get; init; } = DefaultNet;

    /// <summary>The disk's device path.</summary>
    public string? Disk { get; init; }

    /// <summary>The partition's label.</summary>
    public string? Partition { get; init; }

    /// <summary>The file system's device path.</summary>
    public string? FileSystem { get; init; }
}
