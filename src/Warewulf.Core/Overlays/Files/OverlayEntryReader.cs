using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Overlays.Files;

/// <summary>Reads one entry of an overlay from the disk.</summary>
internal static class OverlayEntryReader
{
    /// <summary>What has a name in a directory; null for nothing.</summary>
    /// <exception cref="PosixException">It cannot be read.</exception>
    public static ManifestEntry? Read(SafeFileHandle directory, ReadOnlySpan<byte> name, BytePath path)
    {
        if (PosixFile.TryStatus(directory, name) is not { } status)
        {
            return null;
        }

        return new ManifestEntry(path, status.Mode, status.Uid, status.Gid, status.ModifiedSeconds)
        {
            Attributes = Attributes(directory, name),
            Target = status.IsSymbolicLink ? PosixFile.ReadSymbolicLink(directory, name) : null,
            Digest = status.IsRegular ? Digest(directory, name) : null,
            Length = status.IsRegular ? status.Size : 0,
        };
    }

    /// <summary>The digest of a regular file.</summary>
    public static ArtifactDigest Digest(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        using var file = new FileStream(PosixFile.Open(directory, name, OpenFlags.InnerFile), FileAccess.Read, 0);
        return ArtifactDigest.FromHash(SHA256.HashData(file));
    }

    /// <summary>The extended attributes that overlays keep; null when there are none.</summary>
    public static SortedMap<string>? Attributes(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        SortedMap<string>? kept = null;
        foreach (var key in PosixAttributes.List(directory, name).Where(OverlayAttributes.IsKept))
        {
            if (PosixAttributes.Get(directory, name, key) is { } value)
            {
                kept = (kept ?? SortedMap<string>.Empty).SetItem(key, Convert.ToBase64String(value));
            }
        }

        return kept;
    }
}
