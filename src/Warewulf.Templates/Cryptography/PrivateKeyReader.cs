using System.Formats.Asn1;
using System.Security.Cryptography;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Cryptography;

/// <summary>Reads private keys from PEM. The messages are Sprig's and Go's.</summary>
internal static class PrivateKeyReader
{
    private const string Suffix = " PRIVATE KEY";

    /// <summary>The first block of a text; null when there is none.</summary>
    public static (string Label, byte[] Content)? Block(string text) => PemEncoding.TryFind(text, out var fields)
        ? (text[fields.Label], Convert.FromBase64String(text[fields.Base64Data]))
        : null;

    /// <summary>Reads a key. Throws <see cref="GoFunctionException"/>.</summary>
    public static PrivateKey Read(string pem)
    {
        if (Block(pem) is not var (label, content))
        {
            throw new GoFunctionException("no PEM data in input");
        }

        if (label == "PRIVATE KEY")
        {
            return Pkcs8(content) ?? throw new GoFunctionException("decoding PEM as PKCS#8: " + (
                Try(EcPrivateKey.Import, content) is not null ? Hint("ParseECPrivateKey")
                : Try(RsaPrivateKey.Import, content) is not null ? Hint("ParsePKCS1PrivateKey")
                : Asn1Complaint.About(content, "pkcs8")));
        }

        if (!label.EndsWith(Suffix, StringComparison.Ordinal))
        {
            throw new GoFunctionException("no private key data in PEM block of type " + label);
        }

        return label[..^Suffix.Length] switch
        {
            "RSA" => Try(RsaPrivateKey.Import, content) ?? throw Broken("RSA", WrongForm(content) ?? Asn1Complaint.About(content, "pkcs1PrivateKey")),
            "EC" => Try(EcPrivateKey.Import, content) ?? throw Broken(
                "EC", WrongForm(content) ?? "x509: failed to parse EC private key: " + Asn1Complaint.About(content, "ecPrivateKey")),
            "DSA" => Try(DsaPrivateKey.Import, content) ?? throw Broken("DSA", Asn1Complaint.About(content, "DSAKeyFormat")),
            _ => throw new GoFunctionException("invalid private key type " + label),
        };
    }

    private static PrivateKey? Pkcs8(byte[] der)
    {
        var algorithm = "";
        try
        {
            var reader = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            reader.ReadInteger();
            algorithm = reader.ReadSequence().ReadObjectIdentifier();
            var inner = reader.ReadOctetString();
            switch (algorithm)
            {
                case "1.2.840.113549.1.1.1":
                    return RsaPrivateKey.Import(inner);
                case "1.2.840.10045.2.1":
                    return EcPrivateKey.ImportPkcs8(der);
                case Ed25519PrivateKey.Identifier:
                    var seed = new AsnReader(inner, AsnEncodingRules.DER).ReadOctetString();
                    return seed.Length == Ed25519.KeyLength
                        ? new Ed25519PrivateKey(seed)
                        : throw new GoFunctionException($"decoding PEM as PKCS#8: x509: invalid Ed25519 private key length: {seed.Length}");
            }
        }
        catch (Exception error) when (error is AsnContentException or CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }

        throw new GoFunctionException("decoding PEM as PKCS#8: x509: PKCS#8 wrapping contained private key with unknown algorithm: " + algorithm);
    }

    /// <summary>Go tells which other reader would have understood the key.</summary>
    private static string? WrongForm(byte[] der) => Try(Pkcs8, der) is not null ? Hint("ParsePKCS8PrivateKey")
        : Try(EcPrivateKey.Import, der) is not null ? Hint("ParseECPrivateKey")
        : Try(RsaPrivateKey.Import, der) is not null ? Hint("ParsePKCS1PrivateKey")
        : null;

    private static string Hint(string function) => $"x509: failed to parse private key (use {function} instead for this key format)";

    private static GoFunctionException Broken(string kind, string reason) => new($"parsing {kind} private key from PEM: {reason}");

    private static PrivateKey? Try(Func<byte[], PrivateKey?> import, byte[] der)
    {
        try
        {
            return import(der);
        }
        catch (Exception error) when (error is AsnContentException or CryptographicException or GoFunctionException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
