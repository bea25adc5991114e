using System.Security.Cryptography;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Tests.Artifacts;

[Trait("Suite", "Fast")]
public sealed class ArtifactDigestTests
{
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Parse_Digits_AreWrittenAgain(string text)
    {
        var digest = ArtifactDigest.Parse(text);
        Assert.Equal(text, digest.ToString());
        Assert.Equal(digest, ArtifactDigest.FromHash(Convert.FromHexString(text)));
        var hash = new byte[SHA256.HashSizeInBytes];
        digest.WriteTo(hash);
        Assert.Equal(Convert.FromHexString(text), hash);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8551")]
    public void TryParse_AnythingElse_IsNone(string? text) => Assert.False(ArtifactDigest.TryParse(text, null, out _));
}
