using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Tests.CommandLine;

[Trait("Suite", "Fast")]
public sealed class HelpTests : CliTest
{
    [Theory]
    [InlineData("", "node, nodes")]
    [InlineData("--help", "node, nodes")]
    [InlineData("node", "add, create, new")]
    [InlineData("nodes", "del, delete, remove, rm")]
    [InlineData("image", "import, pull")]
    [InlineData("container", "import, pull")]
    [InlineData("vnfs --help", "build")]
    [InlineData("node list --help", "--ipmi")]
    [InlineData("node ls -h", "--ipmi")]
    [InlineData("node list --frob --help", "--ipmi")]
    [InlineData("node modify --help", "--yes")]
    [InlineData("node unset -h", "--ipmitag")]
    [InlineData("profile", "add, create, new")]
    [InlineData("profile", "del, delete, remove, rm")]
    [InlineData("profile modify --help", "--partdel")]
    [InlineData("overlay", "del, delete, remove, rm")]
    [InlineData("overlay", "info, variables, vars")]
    [InlineData("overlay cp --help", "--overwrite")]
    [InlineData("", "rollback")]
    public async Task Run_Help_OnStandardOutput(string line, string expected)
    {
        var run = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(expected, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add")]
    [InlineData("set")]
    public async Task Run_HelpOfNodeChange_ListsEveryFieldOfTheTable(string verb)
    {
        var run = await RunAsync("node", verb, "--help");
        Assert.All(NodeFields.Settable, field => Assert.Contains("--" + field.Flag, run.Out, StringComparison.Ordinal));
        Assert.All(["--netname", "--diskname", "--partname", "--fsname", "--dry-run", "--if-revision", "--message"], flag => Assert.Contains(flag, run.Out, StringComparison.Ordinal));
        Assert.DoesNotContain("--container", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add")]
    [InlineData("set")]
    [InlineData("unset")]
    public async Task Run_HelpOfProfileChange_LacksWhatOnlyNodesHave(string verb)
    {
        var run = await RunAsync("profile", verb, "--help");
        Assert.All(NodeFields.Settable, field => Assert.Equal(
            !field.IsNodeOnly, run.Out.Contains("--" + (verb == "unset" ? field.UnsetFlag : field.Flag), StringComparison.Ordinal)));
    }
}
