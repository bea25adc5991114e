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
    private readonly string? _text;

    private ArtifactDigest(string text) => _text = text;

    /// <summary>Makes a digest from the 32 bytes of a SHA-256.</summary>
    public static ArtifactDigest FromHash(ReadOnlySpan<byte> hash) =>
        hash.Length == SHA256.HashSizeInBytes
            ? new ArtifactDigest(Convert.ToHexStringLower(hash))
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
        var valid = s is { Length: 2 * SHA256.HashSizeInBytes } && s.All(char.IsAsciiHexDigitLower);
        result = valid ? new ArtifactDigest(s!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
