using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Tests.Commands.Nodes;

/// <summary><c>node edit</c> and <c>profile edit</c>, with shell scripts as editors.</summary>
[Trait("Suite", "Socket")]
public sealed class NodeEditTests : CliTest
{
    private const string Declared = """
        {"revision":5,"profiles":[{"name":"default","settings":{"comment":"all"}},{"name":"gpu","settings":{"comment":"some"}}],
         "nodes":[{"name":"n1","settings":{"image name":"rocky9","ipmi":{"password":"secret"}}},{"name":"n2","settings":{"comment":"old"}}]}
        """;

    private const string Committed = """
        {"revision":7,"changed":["n1"],"warnings":[],"differences":[
          {"kind":"node","verb":"added","names":"n3","count":1,"changes":[]},
          {"kind":"node","verb":"changed","names":"n1","count":1,"changes":[{"path":"image","before":"\"rocky9\"","after":"\"rocky10\""}]},
          {"kind":"node","verb":"removed","names":"n2","count":1,"changes":[]}]}
        """;

    private string Shown => Path.Combine(Root, "shown");

    [Fact]
    public async Task Edit_ChangedAddedAndRemoved_OneDeclaration()
    {
        AnswerBoth();
        Editor("sed -i -e 's/rocky9/rocky10/' -e '/^n2:/,$d' \"$1\"; echo 'n3: {comment: new}' >> \"$1\"");
        Type("y\n");
        var run = await RunAsync("node", "edit");
        Assert.Equal(
            "node n3 is added.\n\nnode n1:\n  image: \"rocky9\" → \"rocky10\"\n\nnode n2 is removed.\nAdd 1 node, change 1 node, delete 1 node? [y/N] ", run.Error);
        Assert.Equal((0, "Revision 7: added 1 node, changed 1 node, removed 1 node.\n"), (run.ExitCode, run.Out));
        var sent = Sent<DeclareRequest>(2);
        Assert.Equal(["n1", "n3"], sent.Nodes.Select(node => node.Name.ToString()).Order());
        Assert.Equal("rocky10", sent.Nodes.Single(node => node.Name.ToString() == "n1").Settings.ImageName);
        Assert.Equal("secret", sent.Nodes.Single(node => node.Name.ToString() == "n1").Settings.Ipmi?.Password);
        Assert.Equal(["n2"], sent.RemoveNodes);
        Assert.Empty(sent.Profiles);
        Assert.Equal((5L, "node edit", false, false), (sent.Seen, sent.Comment, sent.Prune, sent.DryRun));
        Assert.Equal(5, Sent<DeclareRequest>(1).Seen);
    }

    [Fact]
    public async Task Edit_EditorThatRenames_StillRead()
    {
        AnswerBoth();
        Editor("sed 's/rocky9/rocky10/' \"$1\" > \"$1.new\" && mv \"$1.new\" \"$1\"");
        await RunAsync("node", "edit", "--yes");
        Assert.Equal("rocky10", Assert.Single(Sent<DeclareRequest>(1).Nodes).Settings.ImageName);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("sed -i 's/^#.*//'")]
    [InlineData("sed -i 's/rocky9/\"rocky9\"/'")]
    public async Task Edit_SameMeaning_NoChange(string editor)
    {
        AnswerBoth();
        Variables["EDITOR"] = editor;
        Assert.Equal(new CommandRun(0, "", "No changes.\n"), await RunAsync("node", "edit", "-y"));
        Assert.Single(Head.Requests);
    }

    [Fact]
    public async Task Edit_Header_ListsEveryKeyAndIsPrivate()
    {
        AnswerBoth();
        Editor($"cat \"$1\" > {Shown}; stat -c %a \"$(dirname \"$1\")\" >> {Shown}");
        await RunAsync("node", "edit", "n[1-2]", "-y");
        var text = await File.ReadAllTextAsync(Shown);
        Assert.StartsWith("#nodename:\n#  discoverable: YES|NO\n", text, StringComparison.Ordinal);
        Assert.All(NodeFields.All, field => Assert.Matches($"(?m)^#  +{field.Key}: ", text));
        Assert.Contains("#  disks:\n#    element:\n#      wipe_table: YES|NO\n#      partitions:\n#        element:\n#          number: NUMBER\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n700\n", text, StringComparison.Ordinal);
        Assert.Equal("/api/v1/catalog/declared?hosts=n%5B1-2%5D", Head.Requests[0].Target);
    }

    [Fact]
    public async Task Edit_NoHeader_OnlyTheNodes()
    {
        AnswerBoth();
        Editor($"cat \"$1\" > {Shown}");
        await RunAsync("node", "edit", "--noheader", "-y");
        Assert.StartsWith("n1:\n", await File.ReadAllTextAsync(Shown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_TextThatCannotBeRead_EditedAgain()
    {
        AnswerBoth();
        Editor($"if [ -e {Shown} ]; then sed -i '/broken/d' \"$1\"; sed -i s/rocky9/rocky10/ \"$1\"; else echo 'broken: [' >> \"$1\"; touch {Shown}; fi");
        Type("y\ny\n");
        var run = await RunAsync("node", "edit");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^ERROR: .*nodes\.yaml, line \d+: .*\nEdit it again\? \[y/N\] node n3 is added", run.Error);
        Assert.Equal("rocky10", Assert.Single(Sent<DeclareRequest>(2).Nodes).Settings.ImageName);
    }

    [Fact]
    public async Task Edit_TextThatCannotBeReadAndGivenUp_TextKept()
    {
        AnswerBoth();
        Editor("echo 'broken: [' >> \"$1\"");
        Type("n\n");
        await AssertKeptAsync(await RunAsync("node", "edit"), "broken: [");
    }

    [Fact]
    public async Task Edit_RefusedByTheHead_TextKept()
    {
        Head.Answer = request => request.Method == "GET" ? FakeHead.Json(Declared) : FakeHead.Refusal("Conflict", "Node 'n1' was changed by bob in revision 6.", 409);
        Editor("sed -i s/rocky9/rocky10/ \"$1\"");
        var run = await RunAsync("node", "edit", "-y");
        Assert.StartsWith("ERROR: Node 'n1' was changed by bob in revision 6.\n", run.Error, StringComparison.Ordinal);
        await AssertKeptAsync(run, "rocky10");
    }

    [Theory]
    [InlineData("false", "The editor 'false' ended with exit code 1: nothing was changed.")]
    [InlineData("rm", "left")]
    public async Task Edit_EditorFails_NothingSent(string editor, string message)
    {
        AnswerBoth();
        Variables["EDITOR"] = editor;
        Assert.Contains(message, await FailAsync("node", "edit", "-y"), StringComparison.Ordinal);
        Assert.Single(Head.Requests);
    }

    [Fact]
    public async Task Edit_NobodyToAsk_NoEditor()
    {
        AnswerBoth();
        Editor($"touch {Shown}");
        Assert.Equal("This asks for confirmation and standard input is not a terminal: add --yes.", await FailAsync("node", "edit"));
        Assert.False(File.Exists(Shown));
    }

    [Fact]
    public async Task ProfileEdit_Named_OnlyThose()
    {
        AnswerBoth();
        Editor($"cat \"$1\" > {Shown}; sed -i s/some/other/ \"$1\"");
        await RunAsync("profile", "edit", "gpu", "-y");
        var text = await File.ReadAllTextAsync(Shown);
        Assert.StartsWith("#profilename:\n#  profiles: LIST\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("discoverable", text, StringComparison.Ordinal);
        Assert.DoesNotContain("default:", text, StringComparison.Ordinal);
        var sent = Sent<DeclareRequest>(1);
        Assert.Equal("other", Assert.Single(sent.Profiles).Settings.Comment);
        Assert.Empty(sent.Nodes);
        Assert.Empty(sent.RemoveProfiles);
    }

    [Fact]
    public async Task ProfileEdit_Removed_Deleted()
    {
        AnswerBoth();
        Editor("echo '{}' > \"$1\"");
        await RunAsync("profile", "edit", "gpu", "-y", "--message", "why");
        Assert.Equal(["gpu"], Sent<DeclareRequest>(1).RemoveProfiles);
        Assert.Equal("why", Sent<DeclareRequest>(1).Comment);
    }

    [Fact]
    public async Task ProfileEdit_Unknown_Named()
    {
        AnswerBoth();
        Assert.Equal("There is no profile 'gp': did you mean 'gpu'?", await FailAsync("profile", "edit", "gp", "-y"));
    }

    private static async Task AssertKeptAsync(CommandRun run, string content)
    {
        Assert.Equal((255, ""), (run.ExitCode, run.Out));
        var path = run.Error.Trim().Split(' ')[^1].TrimEnd('.');
        Assert.EndsWith($"The edited text is kept in {path}.\n", run.Error, StringComparison.Ordinal);
        Assert.Contains(content, await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private void AnswerBoth() => Head.Answer = request => FakeHead.Json(request.Method == "GET" ? Declared : Committed);

    private void Editor(string script)
    {
        var file = Path.Combine(Root, "editor");
        File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
        Variables["EDITOR"] = "sh " + file;
    }
}
