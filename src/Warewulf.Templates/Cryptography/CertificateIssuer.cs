using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Cryptography;

/// <summary>Who signs a certificate: the name to write, the mark of its key, and the key.</summary>
/// <param name="Subject">The name in DER; null when the certificate signs itself.</param>
/// <param name="KeyIdentifier">The identifier of the key; null when there is none.</param>
/// <param name="Key">The key.</param>
internal sealed record CertificateIssuer(byte[]? Subject, byte[]? KeyIdentifier, PrivateKey Key)
{
    /// <summary>Takes the issuer from a certificate and its key. Throws <see cref="GoFunctionException"/> with Sprig's messages.</summary>
    public static CertificateIssuer Of(GoCertificate authority)
    {
        var block = PrivateKeyReader.Block(authority.Cert) ?? throw new GoFunctionException("unable to decode certificate");
        using var certificate = Load(block.Content, "decodedSignerCert");
        PrivateKey key;
        try
        {
            key = PrivateKeyReader.Read(authority.Key);
        }
        catch (GoFunctionException error)
        {
            throw new GoFunctionException("error parsing private key: " + error.Message, error);
        }

        try
        {
            return Of(certificate, key);
        }
        catch (CryptographicException error)
        {
            throw new GoFunctionException("error parsing certificate: decodedSignerCert.Bytes: x509: malformed certificate", error);
        }
    }

    /// <summary>Reads a certificate in DER; the variable is the one that Sprig names in its message.</summary>
    public static X509Certificate2 Load(byte[] der, string variable)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException error)
        {
            throw new GoFunctionException($"error parsing certificate: {variable}.Bytes: x509: malformed certificate", error);
        }
    }

    private static CertificateIssuer Of(X509Certificate2 certificate, PrivateKey key)
    {
        if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.PublicKeyInfo))
        {
            throw new GoFunctionException("error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey");
        }

        var identifier = certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault();
        return new CertificateIssuer(certificate.SubjectName.RawData, identifier?.SubjectKeyIdentifierBytes.ToArray(), key);
    }
}
