using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>What an entry is given after its content.</summary>
internal readonly record struct ImageTreeMetadata(uint Mode, uint Uid, uint Gid, long ModifiedSeconds, int ModifiedNanoseconds)
{
    internal static ImageTreeMetadata Of(FileStatus status) =>
        new(status.Mode, status.Uid, status.Gid, status.ModifiedSeconds, status.ModifiedNanoseconds);

    internal static ImageTreeMetadata Of(TarEntry entry) =>
        new(entry.Mode, entry.Uid, entry.Gid, entry.ModifiedSeconds, entry.ModifiedNanoseconds);
}
