using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Artifacts;

/// <summary>The SHA-256 of a blob, in 64 lower-case hexadecimal digits. It is the blob's name everywhere.</summary>
[JsonConverter(typeof(ParsableJsonConverter<ArtifactDigest>))]
public readonly record struct ArtifactDigest : IParsable<ArtifactDigest>
{
    // Heads hold digests of all segments of all images at once; as text each would take five times the memory.
    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private ArtifactDigest(ReadOnlySpan<byte> hash)
    {
        _high = BinaryPrimitives.ReadUInt128BigEndian(hash);
        _low = BinaryPrimitives.ReadUInt128BigEndian(hash[16..]);
    }

    /// <summary>Makes a digest from the 32 bytes of a SHA-256.</summary>
    public static ArtifactDigest FromHash(ReadOnlySpan<byte> hash) =>
        hash.Length == SHA256.HashSizeInBytes
            ? new ArtifactDigest(hash)
            : throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(hash));

    /// <summary>Digests bytes held in memory.</summary>
    public static ArtifactDigest Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <summary>Reads a digest.</summary>
    /// <exception cref="WarewulfException">The text is not 64 hexadecimal digits in lower case.</exception>
    public static ArtifactDigest Parse(string text) => Parse(text, null);

    /// <inheritdoc/>
    public static ArtifactDigest Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var digest)
            ? digest
            : throw WarewulfException.Invalid($"'{Names.Printable(s)}' is not a digest: 64 hexadecimal digits in lower case are expected.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ArtifactDigest result)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var valid = s is { Length: 2 * SHA256.HashSizeInBytes } && s.All(char.IsAsciiHexDigitLower)
            && Convert.FromHexString(s, hash, out _, out _) == OperationStatus.Done;
        result = valid ? new ArtifactDigest(hash) : default;
        return valid;
    }

    /// <summary>Writes the 32 bytes of the SHA-256.</summary>
    public void WriteTo(Span<byte> hash)
    {
        BinaryPrimitives.WriteUInt128BigEndian(hash, _high);
        BinaryPrimitives.WriteUInt128BigEndian(hash[16..], _low);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        WriteTo(hash);
        return Convert.ToHexStringLower(hash);
    }
}
