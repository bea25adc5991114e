using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Nodes;

[Trait("Suite", "Fast")]
public sealed class MacAddressTests
{
    [Theory]
    [InlineData("52:54:00:12:34:56", "52:54:00:12:34:56")]
    [InlineData("52-54-00-AB-CD-EF", "52:54:00:ab:cd:ef")]
    [InlineData("80:00:00:48:fe:80:00:00:00:00:00:00:e4:1d:2d:03:00:7b:6a:71", "80:00:00:48:fe:80:00:00:00:00:00:00:e4:1d:2d:03:00:7b:6a:71")]
    public void Parse_Address_IsCanonical(string text, string expected)
    {
        var mac = MacAddress.Parse(text);
        Assert.Equal(expected, mac.ToString());
        Assert.Equal(mac, MacAddress.FromBytes(mac.ToBytes()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("52:54:00:12:34")]
    [InlineData("52:54:00:12:34:5g")]
    [InlineData("525400123456")]
    [InlineData("52:54:00:12:34:56:")]
    [InlineData("52.54.00.12.34.56")]
    [InlineData(" 52:54:00:12:34:56")]
    public void Parse_AnythingElse_IsRefusedWithAnExample(string text)
    {
        var error = Assert.Throws<WarewulfException>(() => MacAddress.Parse(text));
        Assert.Contains("52:54:00:12:34:56", error.Message, StringComparison.Ordinal);
    }
}
