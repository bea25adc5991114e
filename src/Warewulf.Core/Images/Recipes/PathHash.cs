using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Recipes;

/// <summary>A hash that is the same in every process and release: archives and the boundaries in them depend on it.</summary>
internal static class PathHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    internal static ulong Of(BytePath path) => Of(path.Bytes);

    /// <summary>FNV-1a, mixed at the end so that all bits depend on all bytes.</summary>
    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Offset;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
