using System.Security.Cryptography;
using System.Text;

namespace Warewulf.Core.Images;

/// <summary>Stored forms that begin with a magic and end with a SHA-256 of all before it, so that what a crash or a disk spoiled is not taken for one.</summary>
internal static class SealedForm
{
    /// <summary>Ends a form that was written, magic included.</summary>
    internal static byte[] Close(MemoryStream written)
    {
        written.Write(SHA256.HashData(written.GetBuffer().AsSpan(0, (int)written.Length)));
        return written.ToArray();
    }

    /// <summary>Opens a form behind its magic; null when it is none, or damaged.</summary>
    internal static BinaryReader? Open(byte[] stored, ReadOnlySpan<byte> magic)
    {
        var length = stored.Length - SHA256.HashSizeInBytes;
        return length >= magic.Length && stored.AsSpan().StartsWith(magic) && SHA256.HashData(stored.AsSpan(0, length)).AsSpan().SequenceEqual(stored.AsSpan(length))
            ? new BinaryReader(new MemoryStream(stored, magic.Length, length - magic.Length), Encoding.UTF8)
            : null;
    }
}
