using System.Buffers;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Images.Oci;

/// <summary>The digest of a blob of an image. Being digits only, it is safe in a file name.</summary>
/// <param name="Hex">Its 64 hexadecimal digits.</param>
internal sealed record OciDigest(string Hex)
{
    /// <summary>The one algorithm that images use.</summary>
    internal const string Algorithm = "sha256";

    /// <summary>The digits that digests are written with.</summary>
    internal static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads <c>sha256:HEX</c>.</summary>
    /// <exception cref="WarewulfException">It is something else.</exception>
    internal static OciDigest Parse(string? text)
    {
        const string Prefix = Algorithm + ":";
        return text is not null && text.Length == Prefix.Length + 64 && text.StartsWith(Prefix, StringComparison.Ordinal)
            && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Digits)
            ? new OciDigest(text[Prefix.Length..])
            : throw WarewulfException.Invalid($"The image names a blob '{Names.Printable(text ?? "")}', which is no digest in SHA-256. Make the image again.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm}:{Hex}";
}
