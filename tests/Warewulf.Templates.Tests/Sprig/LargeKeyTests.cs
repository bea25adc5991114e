using System.Security.Cryptography;

namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Keys that take seconds to make.</summary>
[Trait("Suite", "Stress")]
public sealed class LargeKeyTests
{
    [Theory]
    [InlineData("rsa")]
    [InlineData("")]
    public void GenPrivateKey_Rsa_Has4096Bits(string kind)
    {
        var pem = Render.Text("{{genPrivateKey \"" + kind + "\"}}", default, TestSurroundings.Options);
        using var key = RSA.Create();
        key.ImportFromPem(pem);

        Assert.Equal(4096, key.KeySize);
        Assert.StartsWith("-----BEGIN RSA PRIVATE KEY-----\n", pem, StringComparison.Ordinal);
    }

    [Fact]
    public void GenPrivateKey_Dsa_IsAKeyOfSixNumbers()
    {
        var pem = Render.Text("{{genPrivateKey \"dsa\"}}", default, TestSurroundings.Options);

        Assert.StartsWith("-----BEGIN DSA PRIVATE KEY-----\n", pem, StringComparison.Ordinal);
        Assert.False(Cryptography.PrivateKeyReader.Read(pem).CanSign);
    }
}
