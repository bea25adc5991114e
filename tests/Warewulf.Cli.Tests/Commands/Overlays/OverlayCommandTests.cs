using System.Text;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Overlays;

namespace Warewulf.Cli.Tests.Commands.Overlays;

/// <summary>What verbs on overlays ask the head, and how they write what it answers. What the head does is tested with the head.</summary>
[Trait("Suite", "Socket")]
public sealed class OverlayCommandTests : CliTest
{
    private const string Changed = """{"revision":7,"changed":["a"],"warnings":[]}""";

    [Theory]
    [InlineData("motd", null, "motd", "motd")]
    [InlineData("./motd", null, "motd", "motd")]
    [InlineData("motd", "etc/issue", "etc/issue", "motd")]
    [InlineData("motd", "/", "", "motd")]
    public async Task Import_SendsContentPermissionsAndTime(string source, string? path, string sentPath, string sentName)
    {
        var file = Path.Combine(Root, "motd");
        await File.WriteAllBytesAsync(file, [0, 0xFF, 10]);
        File.SetUnixFileMode(file, (UnixFileMode)0x1E8);
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddSeconds(1_700_000_000));
        Answer("/api/v1/overlays/put", Changed);
        var run = await RunAsync(["overlay", "import", "--workers", "3", "-o", "a", source, .. path is null ? (string[])[] : [path]]);
        Assert.Equal((0, "Changed 1 overlay: a\n", ""), (run.ExitCode, run.Out, run.Error));
        var sent = Sent<OverlayPutRequest>();
        Assert.Equal((sentPath, sentName, 0x1E8u, 1_700_000_000L, true, false), (sent.Path.ToString(), sent.FileName.ToString(), sent.Mode, sent.ModifiedSeconds, sent.Overwrite, sent.Parents));
        Assert.Equal<byte>([0, 0xFF, 10], sent.Content);
        Assert.Equal("ada", sent.Author);
    }

    [Fact]
    public async Task Build_ManyNodes_AsksInPartsAndTellsEveryError()
    {
        Head.Answer = request => FakeHead.Json(request.Path == "/api/v1/overlays/build"
            ? request.Body.Contains("n201", StringComparison.Ordinal) || request.Body.Contains("[201", StringComparison.Ordinal)
                ? """{"revision":1,"nodes":200,"failures":[{"nodes":"n[201-203]","count":3,"message":"Overlay 'a' is wrong."}]}"""
                : """{"revision":1,"nodes":200,"failures":[]}"""
            : "{}");
        var run = await RunAsync("overlay", "build", "n[1-450]", "n[1-3]");
        Assert.Equal((255, "", "ERROR: n[201-203]: Overlay 'a' is wrong.\n"), (run.ExitCode, run.Out, run.Error));
        Assert.Equal([200, 200, 50], Head.Requests.Select((_, index) => Core.Hostlists.Hostlist.Expand(Sent<OverlayBuildRequest>(index).Hosts).Count));
    }

    [Fact]
    public async Task Show_Bytes_AreWrittenAsTheyAre()
    {
        Answer("/api/v1/overlays/file", $$"""{"revision":1,"overlay":"a","file":{},"content":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes("a\tb\e[0m\n"))}}"}""");
        Assert.Equal("a\tb\e[0m\n", (await RunAsync("overlay", "cat", "a", "etc/f")).Out);
        Assert.Equal("/api/v1/overlays/file?overlay=a&path=etc%2Ff", Head.Requests[0].Target);
    }

    [Fact]
    public async Task Show_AnswerWithoutContent_IsMalformed()
    {
        Answer("/api/v1/overlays/file", "{}");
        Assert.Contains("lacks 'content'", await FailAsync("overlay", "show", "a", "f"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_NamesThatAreNone_AreNotAskedFor()
    {
        Answer("/api/v1/overlays", """{"revision":1,"overlays":[{"name":"a","isSite":true,"path":"/p","files":[{"path":"etc/%ff%25","mode":33261,"uid":1,"gid":2,"size":3}]}]}""");
        var run = await RunAsync("overlay", "list", "-a", "a", "..");
        Assert.Equal((0, "OVERLAY NAME  FILES/DIRS  SITE\n------------  ----------  ----\na             etc/\\xff%   true\n"), (run.ExitCode, run.Out));
        Assert.Equal("/api/v1/overlays?overlay=a", Head.Requests[0].Target);
        Assert.Equal("ERROR: There is no overlay '..': see 'wwctl overlay list' for those there are.\n", run.Error);
    }

    [Theory]
    [InlineData("Too few words", "create")]
    [InlineData("is not a valid overlay name", "create", "a b")]
    [InlineData("no path inside an overlay", "delete", "a", "..")]
    [InlineData("no path inside an overlay", "import", "a", "x", "a/../../b")]
    [InlineData("are no permissions", "mkdir", "a", "b", "-m", "rwx")]
    [InlineData("there is no such file", "import", "a", "nope")]
    public async Task BadInput_IsRefusedBeforeTheHeadIsAsked(string expected, params string[] words)
    {
        Assert.Contains(expected, await FailAsync(["overlay", .. words]), StringComparison.Ordinal);
        Assert.Empty(Head.Requests);
    }
}
