using Warewulf.Templates.Values;

namespace Warewulf.Templates.Cryptography;

/// <summary>Sprig's certificate: both halves in PEM.</summary>
internal sealed record GoCertificate(string Cert, string Key)
{
    public static GoType Type { get; } = GoType.Struct<GoCertificate>("sprig.certificate", static t => t
        .Field("Cert", static c => c.Cert)
        .Field("Key", static c => c.Key));
}
