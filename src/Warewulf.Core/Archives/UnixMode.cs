namespace Warewulf.Core.Archives;

/// <summary>The file type and permission bits of a Unix mode, as archives and the kernel write them.</summary>
public static class UnixMode
{
    /// <summary>The bits that hold the file type.</summary>
    public const uint TypeMask = 0xF000;

    /// <summary>A socket.</summary>
    public const uint Socket = 0xC000;

    /// <summary>A symbolic link.</summary>
    public const uint SymbolicLink = 0xA000;

    /// <summary>A regular file.</summary>
    public const uint Regular = 0x8000;

    /// <summary>A block device.</summary>
    public const uint BlockDevice = 0x6000;

    /// <summary>A directory.</summary>
    public const uint Directory = 0x4000;

    /// <summary>A character device.</summary>
    public const uint CharacterDevice = 0x2000;

    /// <summary>A named pipe.</summary>
    public const uint Fifo = 0x1000;

    /// <summary>The permission bits with setuid (04000), setgid (02000) and sticky (01000).</summary>
    public const uint PermissionMask = 0xFFF;

    /// <summary>Whether the mode is of the given type.</summary>
    public static bool Is(uint mode, uint type) => (mode & TypeMask) == type;

    /// <summary>Whether the mode is a character or block device.</summary>
    public static bool IsDevice(uint mode) => Is(mode, CharacterDevice) || Is(mode, BlockDevice);
}
