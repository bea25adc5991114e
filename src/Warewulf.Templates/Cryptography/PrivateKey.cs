using System.Formats.Asn1;

namespace Warewulf.Templates.Cryptography;

/// <summary>A private key that signs certificates.</summary>
internal abstract class PrivateKey
{
    /// <summary>The key in PEM, in the form that Sprig writes for its kind.</summary>
    public abstract string Pem { get; }

    /// <summary>The public half as SubjectPublicKeyInfo in DER.</summary>
    public abstract byte[] PublicKeyInfo { get; }

    /// <summary>False for keys that Go's certificates cannot have.</summary>
    public virtual bool CanSign => true;

    /// <summary>How many times the work of an everyday key a signature takes.</summary>
    public virtual long SigningWork => 1;

    /// <summary>The object identifier of the signatures.</summary>
    public abstract string SignatureAlgorithm { get; }

    /// <summary>True when the algorithm is followed by a NULL, as RSA wants it.</summary>
    public virtual bool HasNullParameters => false;

    public abstract byte[] Sign(byte[] data);

    /// <summary>PEM as Go writes it: lines of 64 characters, a line feed at the end.</summary>
    protected static string ToPem(string label, byte[] der) => new string(System.Security.Cryptography.PemEncoding.Write(label, der)) + "\n";

    /// <summary>Writes the AlgorithmIdentifier of the signatures.</summary>
    public void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignatureAlgorithm);
            if (HasNullParameters)
            {
                writer.WriteNull();
            }
        }
    }
}
