namespace Warewulf.Core.Archives;

/// <summary>The header of one cpio member. Sizes and numbers are limited to 32 bits by the format.</summary>
public sealed record CpioEntry
{
    /// <summary>The path inside the archive, relative and without <c>./</c>, 1 to 4095 bytes.</summary>
    public required BytePath Name { get; init; }

    /// <summary>The file type and permission bits.</summary>
    public required uint Mode { get; init; }

    /// <summary>The numeric owner. Default: 0.</summary>
    public uint Uid { get; init; }

    /// <summary>The numeric group. Default: 0.</summary>
    public uint Gid { get; init; }

    /// <summary>How many names the file has inside the archive. Default: 1.</summary>
    public uint Links { get; init; } = 1;

    /// <summary>
    /// Which file this is a name of. Read: the number in the archive. Written: only compared among regular files with
    /// <see cref="Links"/> of 2 or more, since the writer numbers members afresh.
    /// </summary>
    public uint Inode { get; init; }

    /// <summary>The modification time in seconds since 1970. Default: 0.</summary>
    public uint ModifiedSeconds { get; init; }

    /// <summary>The length of the content in bytes; a symbolic link's content is its target.</summary>
    public long Size { get; init; }

    /// <summary>The major number of a device.</summary>
    public uint DeviceMajor { get; init; }

    /// <summary>The minor number of a device.</summary>
    public uint DeviceMinor { get; init; }
}
