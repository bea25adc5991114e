using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>What tells, without reading it, whether a file is still the one it was.</summary>
/// <param name="Device">The file system it lies on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedSeconds">When its content was changed.</param>
/// <param name="ModifiedNanoseconds">The fraction of that.</param>
/// <param name="ChangedSeconds">When anything about it was changed.</param>
/// <param name="ChangedNanoseconds">The fraction of that.</param>
public readonly record struct FileStamp(
    ulong Device, ulong Inode, long Size, long ModifiedSeconds, int ModifiedNanoseconds, long ChangedSeconds, int ChangedNanoseconds)
{
    internal static FileStamp Of(FileStatus status) => new(
        status.Device,
        status.Inode,
        status.Size,
        status.ModifiedSeconds,
        status.ModifiedNanoseconds,
        status.ChangedSeconds,
        status.ChangedNanoseconds);

    /// <summary>
    /// Whether the next change will show: a file changed twice within a tick of the clock looks unchanged the second time, so only times that lie
    /// back a while tell the truth.
    /// </summary>
    /// <param name="scanned">The time by the clock of the file system, taken before the stamp.</param>
    public bool IsAtRest(DateTimeOffset scanned)
    {
        var now = scanned.ToUnixTimeSeconds();
        var limit = now - ImageTreeBuildOptions.ClockGranularity.Seconds;
        return ChangedSeconds < limit && (ModifiedSeconds < limit || ModifiedSeconds > now);
    }
}
