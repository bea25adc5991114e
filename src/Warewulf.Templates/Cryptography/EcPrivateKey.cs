using System.Security.Cryptography;

namespace Warewulf.Templates.Cryptography;

/// <summary>A key on one of the NIST curves; signs with the hash of the curve's size.</summary>
internal sealed class EcPrivateKey(ECDsa key) : PrivateKey
{
    public override string Pem => ToPem("EC PRIVATE KEY", key.ExportECPrivateKey());

    public override byte[] PublicKeyInfo => key.ExportSubjectPublicKeyInfo();

    public override string SignatureAlgorithm => key.KeySize switch
    {
        <= 256 => "1.2.840.10045.4.3.2",
        <= 384 => "1.2.840.10045.4.3.3",
        _ => "1.2.840.10045.4.3.4",
    };

    /// <summary>Makes a new key on P-256 from the framework's own randomness.</summary>
    public static EcPrivateKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads SEC 1. Throws <see cref="CryptographicException"/>.</summary>
    public static EcPrivateKey Import(byte[] der)
    {
        var key = ECDsa.Create();
        key.ImportECPrivateKey(der, out _);
        return new EcPrivateKey(key);
    }

    /// <summary>Reads PKCS #8. Throws <see cref="CryptographicException"/>.</summary>
    public static EcPrivateKey ImportPkcs8(byte[] der)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(der, out _);
        return new EcPrivateKey(key);
    }

    public override byte[] Sign(byte[] data)
    {
        var hash = key.KeySize <= 256 ? HashAlgorithmName.SHA256 : key.KeySize <= 384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA512;
        return key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);
    }
}
