using System.Text.Json;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Tests.Commands.Images;

[Trait("Suite", "Socket")]
public sealed class ImageSyncUserTests : CliTest
{
    private const string Path = "/api/v1/images/syncuser";
    private const string Image = """{"name":"rocky9","source":"/srv","importedAt":"2026-01-02T03:04:05Z","build":{"archive":{"digest":"d","length":1048576,"fileName":"f"},"entries":1234}}""";

    private const string Lines =
        """
        "users":[{"name":"root","state":"Match","hostId":0,"imageId":0},{"name":"ada","state":"OnlyHost","hostId":1000},{"name":"munge","state":"Differ","hostId":991,"imageId":980},
        {"name":"own","state":"OnlyImage","imageId":77}],"groups":[{"name":"wheel","state":"Differ","hostId":10,"imageId":11}]
        """;

    private static readonly string Table =
        """
        KIND   NAME   HOST ID  IMAGE ID  STATE
        ----   ----   -------  --------  -----
        user   ada    1000     --        only on host
        user   munge  991      980       differ
        group  wheel  10       11        differ

        """;

    [Fact]
    public async Task SyncUser_Written_TellsWhatWasDone()
    {
        Answer(Path, Reply(needed: true, written: true, 154));
        var run = await RunAsync("image", "syncuser", "rocky9");
        Assert.Equal(new CommandRun(0, Table + "Synchronized users of image rocky9: 154 files have another owner\n", "WARN: a warning\n"), run);
        Assert.Equal(("rocky9", false, false, "ada"), Sent<ImageSyncUserRequest>() is var sent ? (sent.Name.ToString(), sent.DryRun, sent.Build, sent.Author) : default);
    }

    [Theory]
    [InlineData("--write=false")]
    [InlineData("--write false")]
    public async Task SyncUser_NoWrite_TellsWhatWouldBeDone(string option)
    {
        Answer(Path, Reply(needed: true, written: false, 154));
        var run = await RunAsync(["vnfs", "syncuser", "rocky9", .. option.Split(' ')]);
        Assert.Equal((0, Table + "Users of image rocky9 are not those of the host: run 'wwctl image syncuser rocky9', which gives 154 files another owner\n"), (run.ExitCode, run.Out));
        Assert.True(Sent<ImageSyncUserRequest>().DryRun);
    }

    [Fact]
    public async Task SyncUser_NothingToDo_SaysSo()
    {
        Answer(Path, $$$"""{"revision":4,"image":{{{Image}}},"warnings":[],"users":{"users":[],"groups":[],"isNeeded":false,"isWritten":false,"files":0}}""");
        Assert.Equal(new CommandRun(0, "Users of image rocky9 are those of the host already\n", ""), await RunAsync("image", "syncuser", "rocky9"));
    }

    [Fact]
    public async Task SyncUser_Verbose_ShowsEverybody()
    {
        Answer(Path, Reply(needed: true, written: true, 154));
        var run = await RunAsync("image", "syncuser", "rocky9", "-v");
        Assert.Contains("user   root   0        0         match\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("user   own    --       77        only in image\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SyncUser_Build_ReportsBoth()
    {
        Answer(Path, Reply(needed: true, written: true, 154));
        var run = await RunAsync("image", "syncuser", "rocky9", "--build");
        Assert.EndsWith("another owner\nBuilt image rocky9: 1234 files, 1.0 MiB compressed\n", run.Out, StringComparison.Ordinal);
        Assert.True(Sent<ImageSyncUserRequest>().Build);
    }

    [Fact]
    public async Task SyncUser_Json_IsTheHeadsAnswer()
    {
        Answer(Path, Reply(needed: true, written: true, 154));
        using var document = JsonDocument.Parse((await RunAsync("image", "syncuser", "rocky9", "-o", "json")).Out);
        Assert.Equal(154, document.RootElement.GetProperty("users").GetProperty("files").GetInt64());
        Assert.Equal(4, document.RootElement.GetProperty("users").GetProperty("users").GetArrayLength());
    }

    [Theory]
    [InlineData("", "No image is named: write 'wwctl image syncuser NAME'.")]
    [InlineData("a b", "Too many words: write 'wwctl image syncuser NAME', not 'b' as well.")]
    [InlineData("../x", "'../x' is not a valid image name: use letters, digits, '.', '-', ':' and '_'.")]
    public async Task SyncUser_BadWords_AreRefused(string words, string message)
    {
        Assert.Equal(message, await FailAsync(["image", "syncuser", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        Assert.Empty(Head.Requests);
    }

    [Fact]
    public async Task SyncUser_Refused_SaysWhy()
    {
        Head.Answer = _ => FakeHead.Refusal("Conflict", "user 'x' of the image has the id 5", 409);
        Assert.Equal("user 'x' of the image has the id 5", await FailAsync("image", "syncuser", "rocky9"));
    }

    [Theory]
    [InlineData("image import rocky9 /srv/rocky9 --syncuser", "/api/v1/images/import", "Imported image rocky9 from /srv/rocky9\n")]
    [InlineData("image build rocky9 --syncuser", "/api/v1/images/build", "")]
    public async Task ImportAndBuild_SyncUser_IsSentAndReported(string words, string path, string before)
    {
        Answer(path, Reply(needed: true, written: true, 154));
        var run = await RunAsync(words.Split(' '));
        Assert.StartsWith(before + "Synchronized users of image rocky9: 154 files have another owner\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"syncUser\":true", Assert.Single(Head.Requests).Body, StringComparison.Ordinal);
    }

    private static string Reply(bool needed, bool written, long files) =>
        $$$"""{"revision":4,"image":{{{Image}}},"warnings":["a warning"],"users":{{{{Lines}}},"isNeeded":{{{Word(needed)}}},"isWritten":{{{Word(written)}}},"files":{{{files}}}}}""";

    private static string Word(bool value) => value ? "true" : "false";
}
