using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Nodes;

namespace Warewulf.Cli.Tests.Commands.Nodes;

/// <summary><c>node add</c>, <c>set</c> and <c>delete</c>: what reaches the head and what reaches the user.</summary>
[Trait("Suite", "Socket")]
public sealed class NodeChangeTests : CliTest
{
    private const string Preview = """
        {"revision":7,"changed":["n1","n2","n3"],"warnings":[],"differences":[
          {"kind":"node","verb":"changed","names":"n[1-2]","count":2,"changes":[
            {"path":"image","before":"<unset>","after":"\"rocky9\""},{"path":"ipmi.ipmipass","before":"********","after":"********"}]},
          {"kind":"node","verb":"changed","names":"n3","count":1,"changes":[{"path":"image","before":"\"x\"","after":"\"rocky9\""}]}]}
        """;

    private const string Committed = """{"revision":8,"changed":["n1","n2"],"warnings":[]}""";

    [Theory]
    [InlineData("add")]
    [InlineData("new")]
    [InlineData("create")]
    public async Task Add_Nodes_OneRequestAndOneLineEach(string verb)
    {
        Answer("/api/v1/nodes/add", Committed);
        var run = await RunAsync("node", verb, "n[1-2]", "--ipaddr", "10.0.0.1", "-H", "52:54:00:00:00:01", "--netname=ib");
        Assert.Equal(new CommandRun(0, "Added node: n1\nAdded node: n2\n", ""), run);
        var sent = Sent<NodeChangeRequest>();
        Assert.Equal(["n[1-2]"], sent.Hosts);
        Assert.Equal(new Dictionary<string, string> { ["ipaddr"] = "10.0.0.1", ["hwaddr"] = "52:54:00:00:00:01" }, sent.Edit.Fields);
        Assert.Equal(("ib", "ada"), (sent.Edit.NetName, sent.Author));
    }

    [Theory]
    [InlineData("-P a -P b,c", "profile", "a,b,c")]
    [InlineData("--image a --image b", "image", "b")]
    [InlineData("--container a", "image", "a")]
    [InlineData("-C a", "image", "a")]
    [InlineData("--wwinit a", "system-overlays", "a")]
    [InlineData("--runtime a", "runtime-overlays", "a")]
    [InlineData("--onboot", "onboot", "true")]
    [InlineData("--onboot=no", "onboot", "no")]
    [InlineData("--onboot false", "onboot", "false")]
    [InlineData("--ipaddr UNDEF", "ipaddr", "UNDEF")]
    [InlineData("--ipaddr=UNSET", "ipaddr", "UNSET")]
    [InlineData("--ipaddr=", "ipaddr", "UNDEF")]
    [InlineData("--onboot=", "onboot", "UNDEF")]
    [InlineData("--ipaddr6 fd00::1", "ipaddr6", "fd00::1")]
    [InlineData("-A quiet -A a=b", "kernelargs", "quiet,a=b")]
    [InlineData("--kernelargs=-x", "kernelargs", "-x")]
    [InlineData("--tagadd route1=10.0.0.0/8,10.1.1.1", "tagadd", "route1=10.0.0.0/8,10.1.1.1")]
    [InlineData("--nettagadd a=1,2 --nettagadd b=3,4", "nettagadd", "\"a=1,2\",\"b=3,4\"")]
    [InlineData("--root tmpfs", "root", "tmpfs")]
    public async Task Add_Field_SentAsTheHeadReadsIt(string flags, string field, string value)
    {
        Answer("/api/v1/nodes/add", Committed);
        var run = await RunAsync(["node", "add", .. flags.Split(' '), "n1"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var sent = Sent<NodeChangeRequest>();
        Assert.Equal(["n1"], sent.Hosts);
        Assert.Equal(new Dictionary<string, string> { [field] = value }, sent.Edit.Fields);
    }

    [Fact]
    public async Task Add_EmptyValue_RemovesTheField()
    {
        Answer("/api/v1/nodes/add", Committed);
        await RunAsync("node", "add", "n1", "--comment", "", "--image", "x");
        Assert.Equal(new Dictionary<string, string> { ["comment"] = "", ["image"] = "x" }, Sent<NodeChangeRequest>().Edit.Fields);
    }

    [Fact]
    public async Task Add_WordsAfterTwoDashes_LeftAsTheyAre()
    {
        Answer("/api/v1/nodes/add", Committed);
        await RunAsync("node", "add", "--image", "x", "--", "--onboot", "n1");
        Assert.Equal(["--onboot", "n1"], Sent<NodeChangeRequest>().Hosts);
    }

    [Theory]
    [InlineData("sudoer", "sudoer")]
    [InlineData(null, "ada")]
    public async Task Add_Author_IsThePersonBehindSudo(string? sudo, string author)
    {
        Answer("/api/v1/nodes/add", Committed);
        if (sudo is not null)
        {
            Variables["SUDO_USER"] = sudo;
        }

        await RunAsync("node", "add", "n1", "--message", "new rack");
        Assert.Equal((author, "new rack"), (Sent<NodeChangeRequest>().Author, Sent<NodeChangeRequest>().Comment));
    }

    [Fact]
    public async Task Add_OutputJson_TheAnswerAndWarningsApart()
    {
        Answer("/api/v1/nodes/add", """{"revision":8,"changed":["n1"],"warnings":["image 'x' does not exist"]}""");
        var run = await RunAsync("node", "add", "n1", "-o", "json");
        Assert.StartsWith("{\n  \"revision\": 8,", run.Out, StringComparison.Ordinal);
        Assert.Equal("WARN: image 'x' does not exist\n", run.Error);
    }

    [Fact]
    public async Task Add_Refused_MessageAsItIs()
    {
        Head.Answer = _ => FakeHead.Refusal("Conflict", "Node 'n1' exists: use 'wwctl node set n1'.", 409);
        Assert.Equal("Node 'n1' exists: use 'wwctl node set n1'.", await FailAsync("node", "add", "n1", "-o", "json"));
    }

    [Fact]
    public async Task Set_Yes_OneSummary()
    {
        Answer("/api/v1/nodes/set", Committed);
        var run = await RunAsync("node", "modify", "n[1-2]", "--image", "rocky9", "-y");
        Assert.Equal(new CommandRun(0, "Changed 2 nodes: n[1-2]\n", ""), run);
    }

    [Fact]
    public async Task Set_NothingChanged_SaysSo()
    {
        Answer("/api/v1/nodes/set", """{"revision":8,"changed":[],"warnings":[]}""");
        Assert.Equal(new CommandRun(0, "", "No changes.\n"), await RunAsync("node", "set", "n1", "--image", "x", "-y"));
    }

    [Fact]
    public async Task Set_All_AsksForTheNamesFirst()
    {
        Head.Answer = request => FakeHead.Json(request.Target == "/api/v1/nodes/names" ? """{"revision":1,"names":["n1","n2"]}""" : Committed);
        var run = await RunAsync("node", "set", "--all", "--yes", "--image", "x");
        Assert.Equal("Changed 2 nodes: n[1-2]\n", run.Out);
        Assert.Contains("\"n[1-2]\"", Head.Requests[1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("yes", true)]
    [InlineData("Y", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task Set_Question_OnlyYesIsYes(string? answer, bool confirmed)
    {
        Answer("/api/v1/nodes/set", Preview);
        Type(answer is null ? "" : answer + "\n");
        var run = await RunAsync("node", "set", "n[1-2],n2", "--image", "rocky9", "--ipmipass", "secret");
        const string Question = """
            n[1-2]:
              image: <unset> → "rocky9"
              ipmi.ipmipass: ******** → ********

            n3:
              image: "x" → "rocky9"
            Change 3 nodes? [y/N] 
            """;
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(confirmed ? Question : Question + "Nothing was changed.\n", run.Error);
        Assert.True(Sent<NodeChangeRequest>(0).DryRun);
        Assert.Equal(confirmed ? 2 : 1, Head.Requests.Count);
        if (confirmed)
        {
            var sent = Sent<NodeChangeRequest>(1);
            Assert.Equal((false, 7L, null), (sent.DryRun, sent.Seen, sent.IfRevision));
        }
    }

    [Fact]
    public async Task Set_NoDifference_NothingAskedAndNothingSent()
    {
        Answer("/api/v1/nodes/set", """{"revision":7,"changed":[],"warnings":["w"]}""");
        Type("");
        Assert.Equal(new CommandRun(0, "", "WARN: w\nNo changes.\n"), await RunAsync("node", "set", "n1", "--image", "x"));
        Assert.True(Sent<NodeChangeRequest>().DryRun);
    }

    [Fact]
    public async Task Set_WarningOfBothRequests_ToldOnce()
    {
        Answer("/api/v1/nodes/set", """{"revision":7,"changed":["n1"],"warnings":["image 'x' is not built"]}""");
        Type("y\n");
        Assert.Equal("WARN: image 'x' is not built\nChange 1 node? [y/N] ", (await RunAsync("node", "set", "n1", "--image", "x")).Error);
    }

    [Theory]
    [InlineData("node set n1 --image x --dry-run", "/api/v1/nodes/set")]
    [InlineData("node add n1 --image x --dry-run", "/api/v1/nodes/add")]
    [InlineData("node unset n1 --image --dry-run --yes", "/api/v1/nodes/set")]
    [InlineData("node delete n1 --dry-run", "/api/v1/nodes/delete")]
    [InlineData("profile set p --image x --dry-run", "/api/v1/profiles/set")]
    [InlineData("profile add p --dry-run", "/api/v1/profiles/add")]
    [InlineData("profile delete p --dry-run", "/api/v1/profiles/delete")]
    [InlineData("rollback 3 --dry-run", "/api/v1/catalog/rollback")]
    public async Task DryRun_EveryVerb_ShowsTheDifferencesAndSendsNothingElse(string line, string path)
    {
        Answer(path, """{"revision":7,"changed":["a"],"warnings":[],"differences":[{"kind":"image","verb":"added","names":"a","count":1,"changes":[]}]}""");
        Assert.Equal(new CommandRun(0, "image a is added.\n", ""), await RunAsync(line.Split(' ')));
        Assert.Contains("\"dryRun\":true", Assert.Single(Head.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_OutputJson_TheHeadsAnswer()
    {
        Answer("/api/v1/nodes/set", Preview);
        var run = await RunAsync("node", "set", "n1", "--image", "x", "--dry-run", "-o", "json");
        Assert.Contains("\"after\": \"\\\"rocky9\\\"\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_IfRevisionAndMessage_ReachTheHead()
    {
        Answer("/api/v1/nodes/set", Committed);
        await RunAsync("node", "set", "n1", "--image", "x", "--yes", "--if-revision", "12", "--message", "why");
        var sent = Sent<NodeChangeRequest>();
        Assert.Equal((12L, null, "why"), (sent.IfRevision, sent.Seen, sent.Comment));
    }

    [Theory]
    [InlineData("--diskname /dev/vda --diskwipe", "diskwipe", "true", "/dev/vda", null, null)]
    [InlineData("--diskname /dev/vda --partname root --partsize 10 ", "partsize", "10", "/dev/vda", "root", null)]
    [InlineData("--fsname /dev/vda1 --fsformat ext4", "fsformat", "ext4", null, null, "/dev/vda1")]
    [InlineData("--fsname root --partname root --fswipe=no", "fswipe", "no", null, "root", "root")]
    [InlineData("-e", "discoverable", "true", null, null, null)]
    [InlineData("-e=no", "discoverable", "no", null, null, null)]
    [InlineData("--asset key", "asset", "key", null, null, null)]
    public async Task Set_FieldOfAPart_SentWithItsName(string flags, string field, string value, string? disk, string? part, string? fs)
    {
        Answer("/api/v1/nodes/set", Committed);
        var run = await RunAsync(["node", "set", .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries), "n1", "-y"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var sent = Sent<NodeChangeRequest>();
        Assert.Equal(["n1"], sent.Hosts);
        Assert.Equal(new Dictionary<string, string> { [field] = value }, sent.Edit.Fields);
        Assert.Equal((disk, part, fs), (sent.Edit.DiskName, sent.Edit.PartName, sent.Edit.FsName));
    }

    [Fact]
    public async Task Set_Deletions_AllReachTheHead()
    {
        Answer("/api/v1/nodes/set", Committed);
        await RunAsync(
            "node", "set", "n1", "-y", "--tagdel", "a,b", "--tagdel", "c", "--nettagdel", "d", "--ipmitagdel", "e", "--netdel", "ib", "--diskdel", "/dev/vda",
            "--partdel", "swap", "--diskname", "/dev/vdb", "--fsdel", "/dev/vdc");
        var edit = Sent<NodeChangeRequest>().Edit;
        Assert.Equal(["a", "b", "c"], edit.TagDelete);
        Assert.Equal(["d"], edit.NetTagDelete);
        Assert.Equal(["e"], edit.IpmiTagDelete);
        Assert.Equal(("ib", "/dev/vda", "swap", "/dev/vdb", "/dev/vdc"), (edit.NetDelete, edit.DiskDelete, edit.PartDelete, edit.DiskName, edit.FsDelete));
        Assert.False(edit.AbsentIsFine);
    }

    [Theory]
    [InlineData("rm")]
    [InlineData("del")]
    [InlineData("remove")]
    [InlineData("delete")]
    public async Task Delete_Question_NamesTheNodes(string verb)
    {
        Answer("/api/v1/nodes/delete", """
            {"revision":8,"changed":["n1","n2"],"warnings":[],"differences":[
              {"kind":"node","verb":"removed","names":"n1","count":1,"changes":[{"path":"image","before":"\"a\"","after":"<unset>"}]},
              {"kind":"node","verb":"removed","names":"n2","count":1,"changes":[]}]}
            """);
        Type("y\n");
        var run = await RunAsync("node", verb, "n[1-2]");
        Assert.Equal(new CommandRun(0, "Deleted 2 nodes: n[1-2]\n", "n[1-2] are removed.\nDelete 2 nodes? [y/N] "), run);
        Assert.Equal(["n[1-2]"], Sent<NodeDeleteRequest>(1).Hosts);
    }

    [Fact]
    public async Task Delete_4000Nodes_OneShortRequest()
    {
        Answer("/api/v1/nodes/delete", Committed);
        await RunAsync("node", "delete", "-y", "n[0001-4000]");
        Assert.Equal(["n[0001-4000]"], Sent<NodeDeleteRequest>().Hosts);
        Assert.True(Head.Requests[0].Body.Length < 200);
    }

    [Fact]
    public async Task Delete_InterruptedAtTheQuestion_130AndNothingChanged()
    {
        Terminal.IsInputTerminal = true;
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        using var client = new System.IO.Pipes.AnonymousPipeClientStream(System.IO.Pipes.PipeDirection.In, pipe.ClientSafePipeHandle);
        Terminal.In = new StreamReader(client);
        Answer("/api/v1/nodes/delete", Committed);
        using var interrupt = new CancellationTokenSource();
        var running = RunAsync(interrupt.Token, "node", "delete", "n1");
        await Head.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await interrupt.CancelAsync();
        var run = await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(130, run.ExitCode);
        Assert.EndsWith("Interrupted.\n", run.Error, StringComparison.Ordinal);
        Assert.True(Sent<NodeDeleteRequest>().DryRun);
        pipe.Dispose();
    }
}
