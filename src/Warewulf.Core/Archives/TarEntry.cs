namespace Warewulf.Core.Archives;

/// <summary>One member of a tar archive after long names and PAX records were applied.</summary>
public sealed record TarEntry
{
    /// <summary>The name as the archive has it: leading <c>/</c>, <c>./</c> and <c>..</c> are still there.</summary>
    public required BytePath Name { get; init; }

    /// <summary>The file type and permission bits. A hard link has the type of a regular file.</summary>
    public required uint Mode { get; init; }

    /// <summary>Whether the member is another name of the earlier member <see cref="LinkTarget"/>.</summary>
    public bool IsHardLink { get; init; }

    /// <summary>The target of a symbolic or hard link; otherwise empty.</summary>
    public BytePath LinkTarget { get; init; }

    /// <summary>The numeric owner.</summary>
    public uint Uid { get; init; }

    /// <summary>The numeric group.</summary>
    public uint Gid { get; init; }

    /// <summary>The length of the file in bytes, holes included; 0 for everything but regular files.</summary>
    public long Size { get; init; }

    /// <summary>Where the data of a sparse file lies, whose content is that data without the holes; null for all others.</summary>
    public IReadOnlyList<TarRun>? Runs { get; init; }

    /// <summary>The modification time in whole seconds since 1970, rounded down.</summary>
    public long ModifiedSeconds { get; init; }

    /// <summary>The rest of the modification time in nanoseconds, 0 to 999,999,999.</summary>
    public int ModifiedNanoseconds { get; init; }

    /// <summary>The major number of a device.</summary>
    public uint DeviceMajor { get; init; }

    /// <summary>The minor number of a device.</summary>
    public uint DeviceMinor { get; init; }

    /// <summary>Extended attributes by full name, for instance <c>security.capability</c>.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> ExtendedAttributes { get; init; } = NoAttributes;

    internal static Dictionary<string, ReadOnlyMemory<byte>> NoAttributes { get; } = [];
}
