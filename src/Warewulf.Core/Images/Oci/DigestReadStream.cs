using System.Security.Cryptography;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Oci;

/// <summary>Computes the digest of what is read through it. Owns the stream behind it.</summary>
internal sealed class DigestReadStream(Stream source) : ForwardReadStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The bytes read so far.</summary>
    internal long Bytes { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = source.Read(buffer);
        _hash.AppendData(buffer[..count]);
        Bytes += count;
        return count;
    }

    /// <summary>Reads what is left and tells whether all of it has the digest.</summary>
    internal bool Matches(OciDigest digest)
    {
        var rest = new byte[64 * 1024];
        while (Read(rest) > 0)
        {
            // Only the digest is of interest.
        }

        return Convert.ToHexStringLower(_hash.GetCurrentHash()) == digest.Hex;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
