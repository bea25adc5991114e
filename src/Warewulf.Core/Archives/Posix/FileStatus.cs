namespace Warewulf.Core.Archives.Posix;

/// <summary>
/// What statx tells about a file; unlike stat's, its layout does not depend on the processor. Modified is its content, changed also its
/// owner, permissions and names.
/// </summary>
internal readonly record struct FileStatus(
    uint Mode,
    uint Links,
    uint Uid,
    uint Gid,
    ulong Inode,
    long Size,
    long Blocks,
    long ModifiedSeconds,
    int ModifiedNanoseconds,
    long ChangedSeconds,
    int ChangedNanoseconds,
    ulong Device,
    uint DeviceMajor,
    uint DeviceMinor)
{
    internal const int RawLength = 256;

    /// <summary>Everything of the classic stat (STATX_BASIC_STATS).</summary>
    internal const uint BasicMask = 0x7ff;

    internal bool IsDirectory => UnixMode.Is(Mode, UnixMode.Directory);

    internal bool IsRegular => UnixMode.Is(Mode, UnixMode.Regular);

    internal bool IsSymbolicLink => UnixMode.Is(Mode, UnixMode.SymbolicLink);

    /// <summary>Whether some of the file's blocks are holes.</summary>
    internal bool IsSparse => Blocks * 512 < Size;

    internal static FileStatus Decode(ReadOnlySpan<byte> raw) => new(
        Mode: BitConverter.ToUInt16(raw[28..]),
        Links: BitConverter.ToUInt32(raw[16..]),
        Uid: BitConverter.ToUInt32(raw[20..]),
        Gid: BitConverter.ToUInt32(raw[24..]),
        Inode: BitConverter.ToUInt64(raw[32..]),
        Size: BitConverter.ToInt64(raw[40..]),
        Blocks: BitConverter.ToInt64(raw[48..]),
        ModifiedSeconds: BitConverter.ToInt64(raw[112..]),
        ModifiedNanoseconds: BitConverter.ToInt32(raw[120..]),
        ChangedSeconds: BitConverter.ToInt64(raw[96..]),
        ChangedNanoseconds: BitConverter.ToInt32(raw[104..]),
        Device: ((ulong)BitConverter.ToUInt32(raw[136..]) << 32) | BitConverter.ToUInt32(raw[140..]),
        DeviceMajor: BitConverter.ToUInt32(raw[128..]),
        DeviceMinor: BitConverter.ToUInt32(raw[132..]));
}
