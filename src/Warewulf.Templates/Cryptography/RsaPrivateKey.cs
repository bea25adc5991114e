using System.Security.Cryptography;

namespace Warewulf.Templates.Cryptography;

/// <summary>An RSA key; signs with SHA-256.</summary>
internal sealed class RsaPrivateKey(RSA key) : PrivateKey
{
    public override string Pem => ToPem("RSA PRIVATE KEY", key.ExportRSAPrivateKey());

    public override byte[] PublicKeyInfo => key.ExportSubjectPublicKeyInfo();

    public override string SignatureAlgorithm => "1.2.840.113549.1.1.11";

    public override bool HasNullParameters => true;

    public override long SigningWork => Math.Max(1, (long)Math.Pow(key.KeySize / 2048.0, 3));

    /// <summary>Makes a new key from the framework's own randomness.</summary>
    public static RsaPrivateKey Generate(int bits) => new(RSA.Create(bits));

    /// <summary>Reads PKCS #1. Throws <see cref="CryptographicException"/>.</summary>
    public static RsaPrivateKey Import(byte[] der)
    {
        var key = RSA.Create();
        key.ImportRSAPrivateKey(der, out _);
        return new RsaPrivateKey(key);
    }

    public override byte[] Sign(byte[] data) => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
