using System.Net.Sockets;
using System.Text;
using Warewulf.Cli.Client;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Tests.Client;

[Trait("Suite", "Socket")]
public sealed class HeadClientTests : CliTest
{
    private const string Empty = """{"revision":1,"nodes":[]}""";
    private const string Header = "NODE NAME  PROFILES  NETWORK\n---------  --------  -------\n";

    [Fact]
    public async Task Run_NoSocket_SaysWhatToStart() =>
        Assert.Equal(
            $"No head answers on unix:{SocketPath}: is warewulfd running? Start it with 'systemctl start warewulfd'.", await FailAsync("node", "list"));

    [Fact]
    public void ToException_PermissionDenied_SaysRootIsNeeded()
    {
        var e = HeadFailure.ToException([new HeadFailure(HeadAddress.Parse("unix:/run/x"), SocketError.AccessDenied, "Permission denied")]);
        Assert.Equal(ApiErrorCode.Forbidden, e.Code);
        Assert.StartsWith("Permission denied on unix:/run/x: only root may use it. Run wwctl as root", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FirstHeadAway_NextIsAsked()
    {
        using var tcp = FakeHead.OnTcp();
        tcp.Answer = _ => FakeHead.Json(Empty);
        var run = await RunAsync("--head", $"http://127.0.0.1:1,unix:{Root}/none", "--head", tcp.Address, "-v", "node", "list");
        Assert.Equal((0, Header), (run.ExitCode, run.Out));
        Assert.Contains("VERBOSE: http://127.0.0.1:1 (Connection refused)\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AllHeadsAway_NamesThemAll() =>
        Assert.Equal(
            $"No head answers: http://127.0.0.1:1 (Connection refused); unix:{Root}/none (there is no such socket). Is warewulfd running on any of them? Start it with 'systemctl start warewulfd'.",
            await FailAsync("--head", $"http://127.0.0.1:1,unix:{Root}/none", "node", "list"));

    [Fact]
    public async Task Run_HeadsFromTheEnvironment_Asked()
    {
        using var tcp = FakeHead.OnTcp();
        tcp.Answer = _ => FakeHead.Json(Empty);
        Variables["WWCTL_HEADS"] = $" {tcp.Address} ,";
        Assert.Equal(Header, (await RunAsync("node", "list")).Out);
    }

    [Fact]
    public async Task Run_ReadBrokenOff_NextIsAsked()
    {
        using var broken = FakeHead.OnTcp();
        broken.Answer = _ => [];
        Answer("/api/v1/nodes", Empty);
        Assert.Equal(Header, (await RunAsync("--head", broken.Address, "--head", Head.Address, "node", "list")).Out);
    }

    [Fact]
    public async Task Run_ChangeBrokenOff_NeverSentAgain()
    {
        using var broken = FakeHead.OnTcp();
        broken.Answer = _ => [];
        var message = await FailAsync("--head", broken.Address, "--head", Head.Address, "node", "add", "n1");
        Assert.StartsWith($"{broken.Address} broke the connection off before it had answered: it may or may not have made the change.", message, StringComparison.Ordinal);
        Assert.Empty(Head.Requests);
    }

    [Fact]
    public async Task Run_TokenFile_SentOverTcpOnly()
    {
        using var tcp = FakeHead.OnTcp();
        tcp.Answer = _ => FakeHead.Json(Empty);
        Answer("/api/v1/nodes", Empty);
        Directory.CreateDirectory(Path.Combine(Root, "etc/warewulf/keys"));
        File.WriteAllText(Path.Combine(Root, "etc/warewulf/keys/api.token"), "s3cret\n");
        await RunAsync("--head", tcp.Address, "node", "list");
        await RunAsync("node", "list");
        Assert.Contains("Authorization: Bearer s3cret", Assert.Single(tcp.Requests).Header, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", Assert.Single(Head.Requests).Header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two\nlines", "holds no token")]
    [InlineData("", "holds no token")]
    [InlineData(null, "Name another file with --token-file")]
    public async Task Run_BadTokenFile_SaysSo(string? content, string expected)
    {
        if (content is not null)
        {
            File.WriteAllText(Path.Combine(Root, "t"), content);
        }

        Assert.Contains(expected, await FailAsync("--head", "http://127.0.0.1:1", "--token-file", "t", "node", "list"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8;x=y\r\n{\"revisi\r\nb\r\non\":1,\"node\r\n6\r\ns\":[]}\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200\r\nConnection: close\r\n\r\n{\"revision\":1,\"nodes\":[]}")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 25\r\n\r\n{\"revision\":1,\"nodes\":[]}")]
    [InlineData("HTTP/1.0 200 OK\ncontent-length: 25\n\n{\"revision\":1,\"nodes\":[]}")]
    public async Task Run_FormsOfHttp_AllRead(string response)
    {
        Head.Answer = _ => Encoding.ASCII.GetBytes(response);
        Assert.Equal(new CommandRun(0, Header, ""), await RunAsync("node", "list"));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "is not HTTP")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n", "is not HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", "is not HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "has a malformed length")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "has an unknown transfer coding")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "has a malformed chunk")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n", "has a malformed chunk")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{x}", "is not a JSON object")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", "is not a JSON object")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "lacks 'nodes'")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"nodes\":1}", "lacks 'nodes'")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "is not a JSON object")]
    public async Task Run_MalformedAnswer_SaysWhat(string response, string what)
    {
        Head.Answer = _ => Encoding.ASCII.GetBytes(response);
        Assert.Equal(
            $"The answer of {Head.Address} {what}: is it a head of the same version? Compare 'wwctl version --all'.", await FailAsync("node", "list"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nConte")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n{\"nodes\":[]}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"nodes\":[]}")]
    public async Task Run_AnswerCutOff_SaysSo(string response)
    {
        Head.Answer = _ => Encoding.ASCII.GetBytes(response);
        Assert.StartsWith($"{Head.Address} broke the connection off", await FailAsync("node", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EndlessHeader_GivenUp()
    {
        Head.Answer = _ => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX: " + new string('x', 200_000));
        Assert.Contains("is not HTTP", await FailAsync("node", "list"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>", 502, "answered with HTTP status 502 and no reason")]
    [InlineData("", 500, "answered with HTTP status 500 and no reason")]
    [InlineData("""{"code":"Nonsense","message":"x"}""", 400, "answered with HTTP status 400 and no reason")]
    public async Task Run_RefusalWithoutReason_SaysTheStatus(string body, int status, string expected)
    {
        Head.Answer = _ => FakeHead.Json(body, status);
        Assert.Contains(expected, await FailAsync("node", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RefusalOfSeveralLines_StaysOneLine()
    {
        Head.Answer = _ => FakeHead.Refusal("Invalid", @"first\nsecond", 400);
        Assert.Equal("first second", await FailAsync("node", "list"));
    }

    [Fact]
    public void Get_SilentHead_TimesOut()
    {
        Head.Silent = true;
        var options = new HeadClientOptions { Heads = [HeadAddress.Parse(Head.Address)], AnswerTimeout = TimeSpan.FromMilliseconds(100) };
        var e = Assert.Throws<WarewulfException>(() => new HeadClient(options, TimeProvider.System, _ => { }).Get("/x", CancellationToken.None));
        Assert.Equal(ApiErrorCode.Unavailable, e.Code);
        Assert.StartsWith($"{Head.Address} did not answer within 0.1 s: look at its log", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Interrupted_EndsAtOnce()
    {
        Head.Silent = true;
        using var interrupt = new CancellationTokenSource();
        var running = RunAsync(interrupt.Token, "node", "list");
        await Head.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await interrupt.CancelAsync();
        Assert.Equal(new CommandRun(130, "", "Interrupted.\n"), await running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Run_LargeAnswer_ReadWhole()
    {
        var nodes = string.Join(',', Enumerable.Range(1, 20_000).Select(i => $"{{\"name\":\"n{i:00000}\"}}"));
        Answer("/api/v1/nodes", $"{{\"revision\":1,\"nodes\":[{nodes}]}}");
        Assert.Equal(20_002, (await RunAsync("node", "list")).Out.Count(c => c == '\n'));
    }
}
