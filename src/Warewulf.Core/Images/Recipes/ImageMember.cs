using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images.Recipes;

/// <summary>One member of the archive.</summary>
/// <param name="Item">What was found.</param>
/// <param name="Number">What the names of one file have in common; 0 for a file with one name and for everything that is no file.</param>
/// <param name="Names">How many names the file has in the archive.</param>
/// <param name="HasContent">Whether the content stands here: with the last name of a file.</param>
internal readonly record struct ImageMember(ImageTreeItem Item, uint Number, uint Names, bool HasContent)
{
    internal BytePath Path => Item.Path;

    internal FileStatus Status => Item.Status;

    /// <summary>The content as far as the status tells: some file systems say nothing of a symbolic link's length.</summary>
    internal long ContentLength => HasContent || Status.IsSymbolicLink ? Status.Size : 0;

    /// <summary>What the member takes in the archive, header and filling included.</summary>
    internal long ArchiveLength => CpioHeader.LengthWith(Path) + ContentLength + CpioHeader.PaddingAfter(ContentLength);

    /// <summary>The header. Nothing in it depends on where the tree lies: no inode, no device of the file system.</summary>
    /// <param name="contentLength">The length of the content that follows.</param>
    internal CpioEntry Entry(long contentLength) => new()
    {
        Name = Path,
        Mode = Status.Mode,
        Uid = Status.Uid,
        Gid = Status.Gid,
        Links = Names,
        Inode = Number,
        ModifiedSeconds = (uint)Math.Clamp(Status.ModifiedSeconds, 0, uint.MaxValue),
        Size = contentLength,
        DeviceMajor = UnixMode.IsDevice(Status.Mode) ? Status.DeviceMajor : 0,
        DeviceMinor = UnixMode.IsDevice(Status.Mode) ? Status.DeviceMinor : 0,
    };
}
