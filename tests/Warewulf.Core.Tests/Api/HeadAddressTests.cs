using Warewulf.Core.Api;

namespace Warewulf.Core.Tests.Api;

[Trait("Suite", "Fast")]
public sealed class HeadAddressTests
{
    [Theory]
    [InlineData("unix:/run/warewulf/warewulfd.sock", "/run/warewulf/warewulfd.sock", "http://head/")]
    [InlineData("http://head1", null, "http://head1:9875/")]
    [InlineData("http://10.0.0.1:8080", null, "http://10.0.0.1:8080/")]
    [InlineData("http://[fd00::1]:9875", null, "http://[fd00::1]:9875/")]
    public void Parse_Address_GivesSocketOrUri(string text, string? socket, string uri)
    {
        var address = HeadAddress.Parse(text);
        Assert.Equal((socket, uri), (address.SocketPath, address.BaseUri.ToString()));
    }

    [Theory]
    [InlineData("http://head1:80", 80)]
    [InlineData("http://head1:80/", 80)]
    [InlineData("https://head1:443", 443)]
    [InlineData("http://[fd00::1]:80", 80)]
    [InlineData("http://10.0.0.1:0", 0)]
    [InlineData("http://head1/", 9875)]
    [InlineData("http://head1:", 9875)]
    [InlineData("https://head1", 9875)]
    [InlineData("http://[fd00::1]", 9875)]
    [InlineData("http://10.0.0.80", 9875)]
    public void Parse_Port_IsTheOneWritten(string text, int port) => Assert.Equal(port, HeadAddress.Parse(text).BaseUri.Port);

    [Theory]
    [InlineData("")]
    [InlineData("unix:relative.sock")]
    [InlineData("ftp://head1")]
    [InlineData("http://head1/path")]
    [InlineData("http://user:secret@head1")]
    [InlineData("head1:9875")]
    public void Parse_AnythingElse_IsRefusedWithAnExample(string text)
    {
        var error = Assert.Throws<WarewulfException>(() => HeadAddress.Parse(text));
        Assert.Contains("unix:/", error.Message, StringComparison.Ordinal);
    }
}
