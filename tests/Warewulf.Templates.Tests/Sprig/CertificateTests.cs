using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Certificates are checked by the framework's own reader and chain builder.</summary>
[Trait("Suite", "Fast")]
public sealed class CertificateTests
{
    [Theory]
    [InlineData("genCA \"My CA\" 365")]
    [InlineData("genCAWithKey \"My CA\" 365 (genPrivateKey \"ecdsa\")")]
    public void GenCa_SignsACertificate_ThatTheChainAccepts(string authority)
    {
        var parts = Parts("{{$ca := " + authority + "}}{{$c := genSignedCertWithKey \"host\" (list \"10.0.0.1\" \"::1\") (list \"a.example\") 30 $ca (genPrivateKey \"ecdsa\")}}"
            + "{{$ca.Cert}}#{{$c.Cert}}#{{$c.Key}}");
        using var root = X509Certificate2.CreateFromPem(parts[0]);
        using var leaf = X509Certificate2.CreateFromPem(parts[1], parts[2]);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = TestSurroundings.Now.LocalDateTime;

        Assert.True(chain.Build(leaf), string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation)));
        Assert.Equal("CN=My CA", leaf.Issuer);
        Assert.True(leaf.HasPrivateKey);
    }

    [Fact]
    public void GenSignedCert_Extensions_AreThoseOfAServer()
    {
        var parts = Parts("{{$c := genSelfSignedCertWithKey \"host\" (list \"10.0.0.1\" \"::ffff:1.2.3.4\") (list \"a.example\" \"*.b\") 30 (genPrivateKey \"ecdsa\")}}{{$c.Cert}}");
        using var certificate = X509Certificate2.CreateFromPem(parts[0]);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();

        Assert.Equal(["a.example", "*.b"], names.EnumerateDnsNames());
        Assert.Equal([IPAddress.Parse("10.0.0.1"), IPAddress.Parse("1.2.3.4")], names.EnumerateIPAddresses());
        Assert.Equal(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(2, certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Count);
    }

    [Fact]
    public void GenCa_Extensions_AreThoseOfAnAuthority()
    {
        using var certificate = X509Certificate2.CreateFromPem(Render.Text("{{(genCA \"é\" 365).Cert}}", default, TestSurroundings.Options));

        Assert.Equal("CN=é", certificate.Subject);
        Assert.Equal(2048, certificate.GetRSAPublicKey()!.KeySize);
        Assert.True(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.True(certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign));
        Assert.Single(certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>());
    }

    [Theory]
    [InlineData("365", "2024-03-05T14:07:09Z", "2025-03-05T14:07:09Z")]
    [InlineData("0", "2024-03-05T14:07:09Z", "2024-03-05T14:07:09Z")]
    [InlineData("-5", "2024-03-05T14:07:09Z", "2024-02-29T14:07:09Z")]
    [InlineData("36500", "2024-03-05T14:07:09Z", "2124-02-10T14:07:09Z")]
    public void GenCa_Days_CountFromTheSuppliedClock(string days, string from, string to)
    {
        var text = Render.Text("{{(genCAWithKey \"x\" " + days + " (genPrivateKey \"ecdsa\")).Cert}}", default, TestSurroundings.Options);
        using var certificate = X509Certificate2.CreateFromPem(text);

        Assert.Equal(DateTimeOffset.Parse(from, null), new DateTimeOffset(certificate.NotBefore.ToUniversalTime()));
        Assert.Equal(DateTimeOffset.Parse(to, null), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
    }

    [Fact]
    public void GenCa_WithAnEd25519Key_GivesTheSameBytesForTheSameRandomness()
    {
        const string Template = "{{$c := genCAWithKey \"x\" 1 (genPrivateKey \"ed25519\")}}{{$c.Cert}}{{$c.Key}}";

        var first = Render.Text(Template, default, TestSurroundings.Options);

        Assert.Equal(first, Render.Text(Template, default, TestSurroundings.Options));
        Assert.Contains("BEGIN PRIVATE KEY", first, StringComparison.Ordinal);
    }

    [Fact]
    public void BuildCustomCert_OfGeneratedHalves_GivesThemBack()
    {
        const string Template = "{{$c := genCAWithKey \"x\" 1 (genPrivateKey \"ecdsa\")}}{{$d := buildCustomCert (b64enc $c.Cert) (b64enc $c.Key)}}"
            + "{{eq $c.Cert $d.Cert}} {{eq $c.Key $d.Key}} {{typeOf $d}} {{printf \"%T\" (genSignedCertWithKey \"y\" nil nil 1 $d $d.Key)}}";

        Assert.Equal("true true sprig.certificate sprig.certificate", Render.Text(Template, default, TestSurroundings.Options));
    }

    [Theory]
    [InlineData("ecdsa", "EC PRIVATE KEY")]
    [InlineData("ed25519", "PRIVATE KEY")]
    public void GenPrivateKey_OfAKind_IsPemThatItsReaderTakes(string kind, string label)
    {
        var pem = Render.Text("{{genPrivateKey \"" + kind + "\"}}", default, TestSurroundings.Options);

        Assert.Equal($"-----BEGIN {label}-----", pem.Split('\n')[0]);
        Assert.EndsWith($"-----END {label}-----\n", pem, StringComparison.Ordinal);
        Assert.NotNull(Cryptography.PrivateKeyReader.Read(pem));
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("RSA")]
    public void GenPrivateKey_OfAnUnknownKind_SaysSoAsItsResult(string kind) =>
        Assert.Equal("Unknown type " + kind, Render.Text("{{genPrivateKey \"" + kind + "\"}}", default, TestSurroundings.Options));

    private static string[] Parts(string template) => Render.Text(template, default, TestSurroundings.Options).Split('#');
}
