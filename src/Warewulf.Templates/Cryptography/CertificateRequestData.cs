using System.Net;

namespace Warewulf.Templates.Cryptography;

/// <summary>What a certificate is to say.</summary>
/// <param name="CommonName">Whom it is for; may be empty.</param>
/// <param name="Addresses">The IP addresses it is good for.</param>
/// <param name="Names">The DNS names it is good for.</param>
/// <param name="From">The first second it is good.</param>
/// <param name="To">The last second; before <paramref name="From"/> where a template wants it so.</param>
/// <param name="Serial">Sixteen bytes, most significant first.</param>
/// <param name="IsAuthority">True when it may sign others.</param>
internal sealed record CertificateRequestData(
    string CommonName, IReadOnlyList<IPAddress> Addresses, IReadOnlyList<string> Names, DateTimeOffset From, DateTimeOffset To, byte[] Serial, bool IsAuthority);
