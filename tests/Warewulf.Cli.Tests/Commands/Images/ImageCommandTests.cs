using System.Text.Json;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Tests.Commands.Images;

[Trait("Suite", "Socket")]
public sealed class ImageCommandTests : CliTest
{
    private const string Built =
        """{"name":"rocky9","source":"/srv/rocky9","importedAt":"2026-01-02T03:04:05Z","build":{"archive":{"digest":"d","length":1048576,"fileName":"rocky9.img.gz"},"uncompressedLength":3221225472,"entries":1234,"builtAt":"2026-01-02T04:04:05Z","kernels":[{"path":"/boot/b","version":"6.2.0","isDefault":false},{"path":"/boot/a","version":"6.1.0","isDefault":true}]}}""";

    private const string Images =
        $$"""{"revision":3,"images":[{"image":{"name":"new","source":"/x","importedAt":"2026-01-01T00:00:00Z"},"nodes":0},{"image":{{Built}},"nodes":40}]}""";

    private const string Answered = $$"""{"revision":4,"image":{{Built}},"warnings":["2 sockets left out"]}""";

    [Theory]
    [InlineData("", "IMAGE NAME\n----------\nnew\nrocky9\n")]
    [InlineData("rocky9", "IMAGE NAME\n----------\nrocky9\n")]
    [InlineData("-k", "IMAGE NAME  NODES  KERNEL VERSION\n----------  -----  --------------\nnew         0      --\nrocky9      40     6.1.0\n")]
    [InlineData("-s", "IMAGE NAME  NODES  SIZE\n----------  -----  ----\nnew         0      --\nrocky9      40     3.0 GiB\n")]
    [InlineData("--compressed", "IMAGE NAME  NODES  SIZE\n----------  -----  ----\nnew         0      --\nrocky9      40     1.0 MiB\n")]
    public async Task List_View_ExactTable(string words, string expected)
    {
        Answer("/api/v1/images", Images);
        Assert.Equal(new CommandRun(0, expected, ""), await RunAsync(["image", "ls", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
    }

    [Fact]
    public async Task List_Long_ExactTable()
    {
        Answer("/api/v1/images", Images);
        Assert.Equal(
            """
            IMAGE NAME  NODES  KERNEL VERSION  CREATION TIME        MODIFICATION TIME    SIZE
            ----------  -----  --------------  -------------        -----------------    ----
            new         0      --              01 Jan 26 00:00 UTC  01 Jan 70 00:00 UTC  --
            rocky9      40     6.1.0           02 Jan 26 03:04 UTC  02 Jan 26 04:04 UTC  3.0 GiB

            """,
            (await RunAsync("vnfs", "list", "-l")).Out);
    }

    [Theory]
    [InlineData("-c")]
    [InlineData("--chroot -s --compressed")]
    public async Task List_Chroot_IsAskedForAndWins(string words)
    {
        Answer("/api/v1/images", Images.Replace("\"nodes\":40", "\"nodes\":40,\"treeSize\":1536", StringComparison.Ordinal));
        Assert.Equal(
            "IMAGE NAME  NODES  SIZE\n----------  -----  ----\nnew         0      --\nrocky9      40     1.5 KiB\n",
            (await RunAsync(["image", "list", .. words.Split(' ')])).Out);
        Assert.EndsWith("?sizes=1", Head.Requests.Single().Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "There is no image 'none': see 'wwctl image list' for those there are.")]
    [InlineData("rocky9 none", "There is no image 'none': see 'wwctl image list' for those there are.")]
    [InlineData("none,new gone -o json", "There is no image 'none', 'gone': see 'wwctl image list' for those there are.")]
    public async Task List_UnknownImage_IsNotFound(string words, string message)
    {
        Answer("/api/v1/images", Images);
        Assert.Equal(message, await FailAsync(["image", "list", .. words.Split(' ')]));
    }

    [Fact]
    public async Task List_DocumentOfSome_KeepsTheShape()
    {
        Answer("/api/v1/images", Images);
        using var document = JsonDocument.Parse((await RunAsync("image", "list", "new", "-o", "json")).Out);
        Assert.Equal(3, document.RootElement.GetProperty("revision").GetInt64());
        Assert.Equal("new", Assert.Single(document.RootElement.GetProperty("images").EnumerateArray()).GetProperty("image").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("rocky9 /srv/rocky9", "rocky9", "/srv/rocky9")]
    [InlineData("/srv/rocky9 r9", "r9", "/srv/rocky9")]
    [InlineData("/srv/rocky9/", "rocky9", "/srv/rocky9/")]
    [InlineData("file:///srv/rocky9", "rocky9", "/srv/rocky9")]
    [InlineData("docker://quay.io/rocky:9", "rocky:9", "docker://quay.io/rocky:9")]
    [InlineData("docker://quay.io/rocky:9 r9", "r9", "docker://quay.io/rocky:9")]
    [InlineData("docker-daemon:rocky:9", "rocky:9", "docker-daemon:rocky:9")]
    [InlineData("docker-daemon://rocky:9 r9", "r9", "docker-daemon:rocky:9")]
    [InlineData("r9 oci:layout", "r9", "oci:ROOT/layout")]
    [InlineData("oci-archive:/srv/rocky.tar", "rocky.tar", "oci-archive:/srv/rocky.tar")]
    [InlineData("docker-archive:saved.tar", "saved.tar", "docker-archive:ROOT/saved.tar")]
    [InlineData("/var/lib/warewulf/chroots/rocky9/rootfs", "rocky9", "/var/lib/warewulf/chroots/rocky9/rootfs")]
    [InlineData("r9 ./here", "r9", "ROOT/here")]
    [InlineData("here r9", "r9", "ROOT/here")]
    [InlineData("r9 here", "r9", "ROOT/here")]
    [InlineData("here", "here", "ROOT/here")]
    public async Task Import_Words_SourceIsFound(string words, string name, string source)
    {
        Directory.CreateDirectory(Path.Combine(Root, "here"));
        Answer("/api/v1/images/import", Answered);
        var run = await RunAsync(["image", "pull", .. words.Split(' ')]);
        var sent = Sent<ImageImportRequest>();
        Assert.Equal((name, source.Replace("ROOT", Root, StringComparison.Ordinal)), (sent.Name.ToString(), sent.Source));
        Assert.Equal((false, false, "ada"), (sent.Force, sent.Build, sent.Author));
        Assert.Equal(new CommandRun(0, $"Imported image {name} from {sent.Source}\n", "WARN: 2 sockets left out\n"), run);
    }

    [Theory]
    [InlineData("a b", "Neither 'a' nor 'b' is a file or directory here: write the source as an absolute path, as in 'wwctl image import a /path/to/b'.")]
    [InlineData("here there", "Both 'here' and 'there' exist here: write the source with a slash, as in 'wwctl image import here ./there'.")]
    [InlineData("x/y ./z", "Both 'x/y' and './z' look like a source, and neither can be a name: write 'wwctl image import NAME SOURCE'.")]
    [InlineData("bad&name /srv/x", "'bad&name' is not a valid image name: use letters, digits, '.', '-', ':' and '_'.")]
    [InlineData("/", "'' is not a valid image name: use letters, digits, '.', '-', ':' and '_'.")]
    public async Task Import_AmbiguousWords_SaysHowToWriteIt(string words, string message)
    {
        Directory.CreateDirectory(Path.Combine(Root, "here"));
        Directory.CreateDirectory(Path.Combine(Root, "there"));
        Assert.Equal(message, await FailAsync(["image", "import", .. words.Split(' ')]));
        Assert.Empty(Head.Requests);
    }

    [Fact]
    public async Task Import_ForceAndBuild_SentAndReported()
    {
        Answer("/api/v1/images/import", Answered);
        var run = await RunAsync("image", "import", "rocky9", "/srv/rocky9", "--force", "-b");
        Assert.True(Sent<ImageImportRequest>() is { Force: true, Build: true });
        Assert.Equal("Imported image rocky9 from /srv/rocky9\nBuilt image rocky9: 1234 files, 1.0 MiB compressed\n", run.Out);
    }

    [Theory]
    [InlineData("--username ada --password secret --nohttps --platform arm64")]
    [InlineData("--username ada --passwd secret --nohttps --arch arm64")]
    [InlineData("WAREWULF_OCI_USERNAME=ada WAREWULF_OCI_PASSWORD=secret WAREWULF_OCI_NOHTTPS=true WAREWULF_OCI_PLATFORM=arm64")]
    [InlineData("--username ada --password secret --platform arm64 WAREWULF_OCI_USERNAME=eve WAREWULF_OCI_PASSWORD=other WAREWULF_OCI_NOHTTPS=1 WAREWULF_OCI_PLATFORM=amd64")]
    public async Task Import_RegistryOptions_AreSentAndOptionsWin(string words)
    {
        Answer("/api/v1/images/import", Answered);
        var parts = words.Split(' ').ToLookup(word => word.StartsWith("WAREWULF", StringComparison.Ordinal));
        foreach (var variable in parts[true])
        {
            Variables[variable.Split('=')[0]] = variable.Split('=')[1];
        }

        var run = await RunAsync(["image", "import", "docker://r/rocky9", "-u", .. parts[false]]);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("secret", run.Out + run.Error, StringComparison.Ordinal);
        var sent = Sent<ImageImportRequest>();
        Assert.Equal(("ada", "secret", true, "arm64", true), (sent.Username, sent.Password, sent.NoHttps, sent.Platform, sent.Update));
        Assert.DoesNotContain("secret", sent.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--username ada", "", "A user name and a password go together: give both or neither, as --username and --password, or as WAREWULF_OCI_USERNAME and WAREWULF_OCI_PASSWORD.")]
    [InlineData("", "WAREWULF_OCI_PASSWORD=x", "A user name and a password go together: give both or neither, as --username and --password, or as WAREWULF_OCI_USERNAME and WAREWULF_OCI_PASSWORD.")]
    [InlineData("", "WAREWULF_OCI_NOHTTPS=maybe", "WAREWULF_OCI_NOHTTPS is 'maybe': set it to true or false.")]
    public async Task Import_HalfCredentialsOrNoBoolean_IsRefused(string words, string variable, string message)
    {
        if (variable.Split('=') is [var name, var value])
        {
            Variables[name] = value;
        }

        Assert.Equal(message, await FailAsync(["image", "import", "docker://r/rocky9", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        Assert.Empty(Head.Requests);
    }

    [Fact]
    public async Task Import_AnswerInLines_TheLastIsTheResult()
    {
        Head.Answer = request =>
        {
            Assert.Contains("application/x-ndjson", request.Header, StringComparison.Ordinal);
            return FakeHead.Lines("""{"progress":{"stage":"fetching","bytes":1048576}}""", $$"""{"result":{{Answered}}}""");
        };
        var run = await RunAsync("image", "import", "rocky9", "docker://r/rocky9");
        Assert.Equal(new CommandRun(0, "Imported image rocky9 from docker://r/rocky9\n", "WARN: 2 sockets left out\n"), run);
    }

    [Theory]
    [InlineData("""{"error":{"code":"Unavailable","message":"no space is left"}}""", "no space is left")]
    [InlineData("""{"progress":{"stage":"unpacking"}}""", "ends without a result")]
    [InlineData("nonsense", "has a line that is not JSON")]
    public async Task Import_LinesWithoutResult_IsOneError(string line, string message)
    {
        Head.Answer = _ => FakeHead.Lines("""{"progress":{"stage":"fetching"}}""", line);
        Assert.Contains(message, await FailAsync("image", "import", "rocky9", "docker://r/rocky9"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_AfterAnother_TellsWhatChanged()
    {
        const string Changes = "\"changes\":{\"added\":1,\"changed\":20,\"removed\":3,\"bytes\":9000000,\"newSegments\":7,\"newSegmentBytes\":2097152},";
        Head.Answer = _ => FakeHead.Json(Answered.Replace("\"entries\"", Changes + "\"entries\"", StringComparison.Ordinal));
        var run = await RunAsync("image", "build", "rocky9");
        Assert.Equal("Built image rocky9: 1234 files, 1.0 MiB compressed; 1 added, 20 changed, 3 removed, 2.0 MiB new\n", run.Out);
    }

    [Fact]
    public async Task Build_Unchanged_SaysSo()
    {
        Head.Answer = _ => FakeHead.Json(Answered.Replace("\"entries\"", "\"generation\":3,\"entries\"", StringComparison.Ordinal)
            .Replace("\"warnings\"", "\"unchanged\":true,\"warnings\"", StringComparison.Ordinal));
        Assert.Equal("Image rocky9 came out as generation 3 again: 1234 files, 1.0 MiB compressed\n", (await RunAsync("image", "build", "rocky9")).Out);
    }

    [Theory]
    [InlineData(true, "1 added, 20 changed, 3 removed")]
    [InlineData(false, "nothing is known of a build before")]
    public async Task Build_DryRun_TellsWhatWouldBeBuilt(bool before, string expected)
    {
        var preview = $$"""{"entries":1234,"bytesToRead":2048,"isAgainstBefore":{{(before ? "true" : "false")}},"added":1,"changed":20,"removed":3}""";
        Answer("/api/v1/images/build", $$"""{"revision":4,"image":{{Built}},"warnings":[],"preview":{{preview}}}""");
        Assert.Equal($"Image rocky9 would be built: 1234 files; {expected}; 2.0 KiB to read\n", (await RunAsync("image", "build", "rocky9", "--dry-run")).Out);
        Assert.True(Sent<ImageBuildRequest>().DryRun);
    }

    [Fact]
    public async Task Import_DryRun_SaysThatItCanBe()
    {
        Answer("/api/v1/images/import", Answered);
        Assert.Equal("Image rocky9 can be imported from /srv/rocky9\n", (await RunAsync("image", "import", "/srv/rocky9", "-b", "--dry-run")).Out);
        Assert.True(Sent<ImageImportRequest>() is { DryRun: true, Build: true });
    }

    [Fact]
    public async Task Build_Several_InOrderUntilOneFails()
    {
        Head.Answer = request => request.Body.Contains("bad", StringComparison.Ordinal)
            ? FakeHead.Refusal("NotFound", "There is no image 'bad'.", 404)
            : FakeHead.Json(Answered);
        var run = await RunAsync("image", "build", "rocky9", "bad", "never");
        Assert.Equal(255, run.ExitCode);
        Assert.Equal("Built image rocky9: 1234 files, 1.0 MiB compressed\n", run.Out);
        Assert.Equal("WARN: 2 sockets left out\nERROR: There is no image 'bad'.\n", run.Error);
        Assert.Equal(2, Head.Requests.Count);
    }

    [Theory]
    [InlineData("rocky9", JsonValueKind.Object)]
    [InlineData("rocky9 new", JsonValueKind.Array)]
    [InlineData("--all", JsonValueKind.Array)]
    public async Task Build_Json_OneDocument(string words, JsonValueKind kind)
    {
        Head.Answer = request => FakeHead.Json(request.Method == "GET" ? Images : Answered);
        var run = await RunAsync(["image", "build", "-o", "json", .. words.Split(' ')]);
        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal(kind, document.RootElement.ValueKind);
    }

    [Fact]
    public async Task Build_Interrupted_130AndTheHeadSeesIt()
    {
        Head.Silent = true;
        using var interrupt = new CancellationTokenSource();
        var running = RunAsync(interrupt.Token, "image", "build", "rocky9");
        await Head.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await interrupt.CancelAsync();
        var run = await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(new CommandRun(130, "", "Interrupted.\n"), run);
        await Head.Abandoned.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Build_SlowOnATerminal_ShowsThatItGoesOn()
    {
        Terminal.IsErrorTerminal = true;
        Head.Answer = _ =>
        {
            SpinWait.SpinUntil(() => Terminal.ErrorText.ToString().Contains("Building image rocky9", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
            return FakeHead.Json(Answered);
        };
        var run = await RunAsync("image", "build", "rocky9");
        Assert.Equal((0, "Built image rocky9: 1234 files, 1.0 MiB compressed\n"), (run.ExitCode, run.Out));
        Assert.Contains("Building image rocky9, ", run.Error, StringComparison.Ordinal);
    }
}
