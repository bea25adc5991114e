namespace Warewulf.Templates.Cryptography;

/// <summary>An Ed25519 key, kept as its seed.</summary>
internal sealed class Ed25519PrivateKey(byte[] seed) : PrivateKey
{
    public const string Identifier = "1.3.101.112";

    // SubjectPublicKeyInfo and PKCS #8 of Ed25519 have a fixed size: these are all bytes before the key.
    private static readonly byte[] PublicHeader = Convert.FromHexString("302a300506032b6570032100");
    private static readonly byte[] PrivateHeader = Convert.FromHexString("302e020100300506032b657004220420");

    public override string Pem => ToPem("PRIVATE KEY", [.. PrivateHeader, .. seed]);

    public override byte[] PublicKeyInfo => [.. PublicHeader, .. Ed25519.PublicKey(seed)];

    public override string SignatureAlgorithm => Identifier;

    public override byte[] Sign(byte[] data) => Ed25519.Sign(seed, data);
}
