using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Cryptography;

/// <summary>
/// Writes X.509 certificates with the extensions that Go writes, in its order. Not the framework's CertificateRequest: that refuses
/// what Go allows, such as a certificate that has already ended, and knows no Ed25519.
/// </summary>
internal static class CertificateWriter
{
    private const int KeyIdentifierLength = 20;
    private const string PrintableSpecials = " '()+,-./:=?";

    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3, isConstructed: true);

    /// <summary>The certificate in PEM. Throws <see cref="GoFunctionException"/>.</summary>
    public static string Write(CertificateRequestData request, PrivateKey subjectKey, CertificateIssuer issuer)
    {
        if (!subjectKey.CanSign || !issuer.Key.CanSign)
        {
            throw new GoFunctionException("error creating certificate: x509: certificate private key does not implement crypto.Signer");
        }

        var body = Body(request, subjectKey.PublicKeyInfo, issuer);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(body);
            issuer.Key.WriteAlgorithm(writer);
            writer.WriteBitString(Sign(issuer.Key, body));
        }

        return new string(PemEncoding.Write("CERTIFICATE", writer.Encode())) + "\n";
    }

    private static byte[] Sign(PrivateKey key, byte[] body)
    {
        try
        {
            return key.Sign(body);
        }
        catch (CryptographicException error)
        {
            throw new GoFunctionException("error creating certificate: " + error.Message, error);
        }
    }

    private static byte[] Body(CertificateRequestData request, byte[] publicKey, CertificateIssuer issuer)
    {
        var subject = Subject(request.CommonName);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Version))
            {
                writer.WriteInteger(2);
            }

            writer.WriteInteger(new BigInteger(request.Serial, isUnsigned: true, isBigEndian: true));
            issuer.Key.WriteAlgorithm(writer);
            writer.WriteEncodedValue(issuer.Subject ?? subject);
            using (writer.PushSequence())
            {
                WriteTime(writer, request.From);
                WriteTime(writer, request.To);
            }

            writer.WriteEncodedValue(subject);
            writer.WriteEncodedValue(publicKey);
            using (writer.PushSequence(Extensions))
            using (writer.PushSequence())
            {
                WriteExtensions(writer, request, publicKey, subject, issuer);
            }
        }

        return writer.Encode();
    }

    private static byte[] Subject(string commonName)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (commonName.Length > 0)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    var printable = commonName.All(c => char.IsAsciiLetterOrDigit(c) || PrintableSpecials.Contains(c, StringComparison.Ordinal));
                    writer.WriteObjectIdentifier("2.5.4.3");
                    writer.WriteCharacterString(printable ? UniversalTagNumber.PrintableString : UniversalTagNumber.UTF8String, commonName);
                }
            }
        }

        return writer.Encode();
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.Year is >= 1950 and < 2050)
        {
            writer.WriteUtcTime(time);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }

    private static void WriteExtensions(AsnWriter writer, CertificateRequestData request, byte[] publicKey, byte[] subject, CertificateIssuer issuer)
    {
        // Digital signature and key encipherment; authorities sign certificates too.
        WriteExtension(writer, "2.5.29.15", true, w => w.WriteBitString(request.IsAuthority ? [0xA4] : [0xA0], request.IsAuthority ? 2 : 5));
        WriteExtension(writer, "2.5.29.37", false, static w =>
        {
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier("1.3.6.1.5.5.7.3.1");
                w.WriteObjectIdentifier("1.3.6.1.5.5.7.3.2");
            }
        });
        WriteExtension(writer, "2.5.29.19", true, w =>
        {
            using (w.PushSequence())
            {
                if (request.IsAuthority)
                {
                    w.WriteBoolean(true);
                }
            }
        });
        if (request.IsAuthority)
        {
            WriteExtension(writer, "2.5.29.14", false, w => w.WriteOctetString(KeyIdentifier(publicKey)));
        }

        if (issuer is { Subject: { } name, KeyIdentifier: { } identifier } && !name.AsSpan().SequenceEqual(subject))
        {
            WriteExtension(writer, "2.5.29.35", false, w =>
            {
                using (w.PushSequence())
                {
                    w.WriteOctetString(identifier, new Asn1Tag(TagClass.ContextSpecific, 0));
                }
            });
        }

        if (request.Names.Count + request.Addresses.Count > 0)
        {
            WriteExtension(writer, "2.5.29.17", request.CommonName.Length == 0, w => WriteAlternatives(w, request));
        }
    }

    private static void WriteExtension(AsnWriter writer, string identifier, bool critical, Action<AsnWriter> content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            if (critical)
            {
                writer.WriteBoolean(true);
            }

            using (writer.PushOctetString())
            {
                content(writer);
            }
        }
    }

    private static void WriteAlternatives(AsnWriter writer, CertificateRequestData request)
    {
        using (writer.PushSequence())
        {
            foreach (var name in request.Names)
            {
                if (!System.Text.Ascii.IsValid(name))
                {
                    throw new GoFunctionException($"error creating certificate: x509: {GoQuote.Quote(name)} cannot be encoded as an IA5String");
                }

                writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
            }

            foreach (var address in request.Addresses)
            {
                var shown = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
                writer.WriteOctetString(shown.GetAddressBytes(), new Asn1Tag(TagClass.ContextSpecific, 7));
            }
        }
    }

    /// <summary>The mark of a key: its SHA-256, cut to 160 bits.</summary>
    private static byte[] KeyIdentifier(byte[] publicKey)
    {
        var reader = new AsnReader(publicKey, AsnEncodingRules.DER).ReadSequence();
        reader.ReadSequence();
        return SHA256.HashData(reader.ReadBitString(out _))[..KeyIdentifierLength];
    }
}
