using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>One entry found in a tree.</summary>
/// <param name="Path">Its path below the root.</param>
/// <param name="Status">Its status at the time.</param>
/// <param name="IsMountPoint">Whether it is a directory of another file system, whose content was left out.</param>
internal sealed record ImageTreeItem(BytePath Path, FileStatus Status, bool IsMountPoint)
{
    /// <summary>What its names have in common.</summary>
    internal (ulong Device, ulong Inode) Identity => (Status.Device, Status.Inode);
}
