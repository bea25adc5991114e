using System.Text;
using Warewulf.Templates.Cryptography;
using Warewulf.Templates.Functions;

namespace Warewulf.Templates.Tests.Sprig;

/// <summary>The algorithms that the framework lacks, against values of other programs.</summary>
[Trait("Suite", "Fast")]
public sealed class CryptographyTests
{
    [Theory]
    [InlineData("secret", "$2a$10$.OGB/.SE/ue/.eKC/OWFA.vP//IIDyLgdzdgNHqR9ooaVEK6OTsGq")]
    [InlineData("", "$2a$10$.OGB/.SE/ue/.eKC/OWFA.MYsfwAlNR5JWs5Xckro8HJ1cER2m0x6")]
    [InlineData(" pässwörd", "$2a$10$.OGB/.SE/ue/.eKC/OWFA.z/YQUNt1SJSpMupQD3ApEuQaD67DSN.")]
    public void Bcrypt_OfAPassword_IsTheHashOthersMake(string password, string hash) =>
        Assert.Equal(hash, Bcrypt.Hash(Encoding.UTF8.GetBytes(password), [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8]));

    [Fact]
    public void BlowfishTables_Start_AreTheDigitsOfPi()
    {
        // Pi is 3.243F6A88 85A308D3 ... in hexadecimal.
        Assert.Equal([0x243F6A88u, 0x85A308D3u, 0x13198A2Eu], BlowfishTables.Words[..3].ToArray());
        Assert.Equal(1_042, BlowfishTables.Words.Length);
    }

    [Fact]
    public void Ed25519_KeyAndSignature_AreThoseOthersMake()
    {
        byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)((i % 8) + 1))];

        Assert.Equal("ac7a4f4a227622fe731652effd24e818aed8232784cc53b48889fdf029d7eacb", Convert.ToHexStringLower(Ed25519.PublicKey(seed)));
        Assert.Equal(
            "4cfe16e366246a181f29354dec7cd855df913fc9b9513d3190e5c0a65fd4fc560efdd8f86de8da4d0483911faa82a02da57e84cd5527450a3cb6a26b8a3ec708",
            Convert.ToHexStringLower(Ed25519.Sign(seed, "message"u8.ToArray())));
    }

    [Fact]
    public void Bcrypt_OfAPasswordTooLong_SaysSoAsItsResult() => Assert.Equal(
        "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes",
        Render.Text("{{bcrypt \"" + new string('x', 73) + "\"}}", default, TestSurroundings.Options));

    [Fact]
    public void Htpasswd_OfAUser_IsTheUserAndAHash() =>
        Assert.Matches(@"\Aann:\$2a\$10\$[./A-Za-z0-9]{53}\z", Render.Text("{{htpasswd \"ann\" \"secret\"}}", default, TestSurroundings.Options));

    [Theory]
    [InlineData("", "", -1)]
    [InlineData("AQID", "010203", -1)]
    [InlineData("AQ==", "01", -1)]
    [InlineData("AQI=", "0102", -1)]
    [InlineData("A\r\nQ=\n=\n", "01", -1)]
    [InlineData("A", "", 0)]
    [InlineData("AQ", "", 0)]
    [InlineData("AQ=", "", 3)]
    [InlineData("AQ=x", "", 2)]
    [InlineData("AQ==x", "", 4)]
    [InlineData("=", "", 0)]
    [InlineData("AQID!", "", 4)]
    [InlineData("AQIDé", "", 4)]
    public void Base64_OfAText_IsBytesOrAPosition(string text, string hex, int badByte)
    {
        var decoded = Base64Decoder.TryDecode(text, out var bytes, out var bad);

        Assert.Equal(badByte < 0, decoded);
        Assert.Equal(badByte < 0 ? hex : badByte.ToString(), decoded ? Convert.ToHexStringLower(bytes) : bad.ToString());
    }
}
