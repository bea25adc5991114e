using System.Text;
using Warewulf.Cli.Tests.Support;

namespace Warewulf.Cli.Tests.Commands.Images;

/// <summary>What wwctl says to heads that give it no session. Sessions themselves are tested with a real head.</summary>
[Trait("Suite", "Socket")]
public sealed class ImageSessionTests : CliTest
{
    [Fact]
    public async Task Exec_HeadRefuses_SaysWhy()
    {
        Head.Answer = _ => FakeHead.Refusal("NotFound", "This head has no such thing.", 404);
        Assert.Equal("This head has no such thing.", await FailAsync("image", "exec", "a", "ls"));
        var request = Assert.Single(Head.Requests);
        Assert.Equal(("POST", "/api/v1/images/session", ""), (request.Method, request.Path, request.Body));
        Assert.Contains("Connection: Upgrade\r\nUpgrade: warewulf-session", request.Header, StringComparison.Ordinal);
        Assert.Equal((0, 0), Terminal.Control);
    }

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\nxyz", "goes on before it was asked")]
    [InlineData("nonsense\r\n\r\n", "is not HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP status 200")]
    [InlineData("HTTP/1.1 101 Switching", "broke the connection off")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n", "broke off")]
    public async Task Exec_HeadSpeaksNonsense_IsOneLine(string answer, string expected)
    {
        Head.Answer = _ => Encoding.ASCII.GetBytes(answer);
        Assert.Contains(expected, await FailAsync("image", "shell", "a"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec", "a")]
    [InlineData("exec")]
    [InlineData("exec", "a/b", "ls")]
    [InlineData("exec", "--bind", "relative", "a", "ls")]
    [InlineData("exec", "a", "--bind", "/x:/y:rw", "ls")]
    [InlineData("exec", "--build=maybe", "a", "ls")]
    [InlineData("exec", "--node=../x", "a", "ls")]
    [InlineData("exec", "--nosuch", "a", "ls")]
    [InlineData("shell")]
    [InlineData("shell", "a", "ls")]
    [InlineData("shell", "a", "--nosuch")]
    public async Task Session_BadWords_AreRefusedBeforeAnybodyIsAsked(params string[] words)
    {
        Assert.NotEmpty(await FailAsync(["image", .. words]));
        Assert.Empty(Head.Requests);
    }
}
