using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>Owner, permissions and times of entries being written, in the order that keeps setuid bits and capabilities.</summary>
internal sealed class ImageTreeAttributes(ImageTreeWarnings warnings)
{
    private const string OwnersLost = "owners are not kept because the server does not run as root";

    private readonly bool _isRoot = PosixFile.IsRoot;

    /// <summary>Applies everything but extended attributes, which go through <paramref name="attributes"/> after the owner.</summary>
    internal void Apply(SafeFileHandle directory, ReadOnlySpan<byte> name, ImageTreeMetadata metadata, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> attributes)
    {
        // The owner first: changing it clears setuid bits and capabilities.
        if (_isRoot)
        {
            PosixFile.SetOwner(directory, name.IsEmpty ? "."u8 : name, metadata.Uid, metadata.Gid);
        }
        else
        {
            warnings.AddOnce(OwnersLost);
        }

        SetExtended(directory, name, attributes);
        if (!UnixMode.Is(metadata.Mode, UnixMode.SymbolicLink))
        {
            PosixFile.SetMode(directory, name.IsEmpty ? "."u8 : name, metadata.Mode & UnixMode.PermissionMask);
        }

        PosixFile.SetTime(directory, name.IsEmpty ? "."u8 : name, metadata.ModifiedSeconds, metadata.ModifiedNanoseconds);
    }

    /// <summary>As <see cref="Apply"/>, to a regular file that is open for writing: the system need not look the name up again.</summary>
    internal void ApplyToFile(
        SafeFileHandle file,
        SafeFileHandle directory,
        ReadOnlySpan<byte> name,
        ImageTreeMetadata metadata,
        IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> attributes)
    {
        if (_isRoot)
        {
            PosixFile.SetOwner(file, metadata.Uid, metadata.Gid);
        }
        else
        {
            warnings.AddOnce(OwnersLost);
        }

        SetExtended(directory, name, attributes);
        PosixFile.SetMode(file, metadata.Mode & UnixMode.PermissionMask);
        PosixFile.SetTime(file, metadata.ModifiedSeconds, metadata.ModifiedNanoseconds);
    }

    private void SetExtended(SafeFileHandle directory, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> attributes)
    {
        foreach (var (key, value) in attributes)
        {
            if (!PosixAttributes.TrySet(directory, name, key, value.Span))
            {
                warnings.AddOnce($"the extended attribute {key} cannot be kept here");
            }
        }
    }
}
