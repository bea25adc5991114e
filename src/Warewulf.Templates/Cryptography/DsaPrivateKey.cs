using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Warewulf.Templates.Cryptography;

/// <summary>A DSA key, which Sprig can make and read although no certificate can have it.</summary>
internal sealed class DsaPrivateKey(byte[] der) : PrivateKey
{
    private const int Bits = 2048;

    public override string Pem => ToPem("DSA PRIVATE KEY", der);

    public override byte[] PublicKeyInfo => [];

    public override bool CanSign => false;

    public override string SignatureAlgorithm => "";

    /// <summary>Makes a new key from the framework's own randomness. May take seconds.</summary>
    public static DsaPrivateKey Generate()
    {
        using var key = DSA.Create(Bits);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (var number in new[] { parameters.P, parameters.Q, parameters.G, parameters.Y, parameters.X })
            {
                writer.WriteInteger(new BigInteger(number, isUnsigned: true, isBigEndian: true));
            }
        }

        return new DsaPrivateKey(writer.Encode());
    }

    /// <summary>Reads the six numbers of a key. Throws <see cref="AsnContentException"/>.</summary>
    public static DsaPrivateKey Import(byte[] der)
    {
        var numbers = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        for (var i = 0; i < 6; i++)
        {
            numbers.ReadInteger();
        }

        return new DsaPrivateKey(der);
    }

    public override byte[] Sign(byte[] data) => throw new NotSupportedException("DSA keys sign no certificates");
}
