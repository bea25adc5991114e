using Warewulf.Cli.Tests.Support;

namespace Warewulf.Cli.Tests.Commands.Upgrades;

/// <summary><c>upgrade config</c> and <c>upgrade nodes</c>: which files are read, written and kept.</summary>
[Trait("Suite", "Fast")]
public sealed class UpgradeTests : CliTest
{
    private const string OldNodes = "WW_INTERNAL: 43\nnodes:\n  n1:\n    container name: rocky9\n";
    private const string NewNodes = "nodeprofiles: {}\nnodes:\n  n1:\n    image name: rocky9\n";
    private const string OldConf = "ipaddr: 10.0.0.1\nnfs:\n  exports: [/home]\n";
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private string Live => Path.Combine(Root, "etc/warewulf/nodes.conf");

    private string LiveConf => Path.Combine(Root, "etc/warewulf/warewulf.conf");

    [Fact]
    public async Task Nodes_LiveFile_IsReplacedAndKept()
    {
        Write(Live, OldNodes);
        File.SetUnixFileMode(Live, Mode);
        var run = await RunAsync("upgrade", "nodes", "--add-defaults=false", "--replace-overlays=false");
        Assert.Equal((0, $"Wrote {Live}; what it was is in {Live}-old.\n"), (run.ExitCode, run.Out));
        Assert.Contains("line 1: 'WW_INTERNAL'", run.Error, StringComparison.Ordinal);
        Assert.Contains("line 4: 'nodes.n1.container name' is the old form of 'image name'", run.Error, StringComparison.Ordinal);
        Assert.Equal((NewNodes, OldNodes), (File.ReadAllText(Live), File.ReadAllText(Live + "-old")));
        Assert.Equal((Mode, Mode), (File.GetUnixFileMode(Live), File.GetUnixFileMode(Live + "-old")));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(Live)!).Length);
    }

    [Fact]
    public async Task Nodes_ASecondTime_KeepsTheFirstCopy()
    {
        Write(Live, OldNodes);
        await RunAsync("upgrade", "nodes");
        Terminal.OutText.GetStringBuilder().Clear();
        Assert.Equal($"Nothing to do: {Live} is up to date.\n", (await RunAsync("upgrade", "nodes")).Out);
        Assert.Equal(OldNodes, File.ReadAllText(Live + "-old"));
    }

    [Fact]
    public async Task Nodes_FromOneFileToAnother_LeavesTheFirst()
    {
        Write("in.conf", OldNodes);
        Assert.Equal("Wrote out.conf.\n", (await RunAsync("upgrade", "nodes", "-i", "in.conf", "-o", "out.conf")).Out);
        Assert.Equal((OldNodes, NewNodes), (File.ReadAllText(Path.Combine(Root, "in.conf")), File.ReadAllText(Path.Combine(Root, "out.conf"))));
        Assert.False(File.Exists(Live));
    }

    [Fact]
    public async Task Nodes_Link_StaysOne()
    {
        Write("repository/nodes.conf", OldNodes);
        Directory.CreateDirectory(Path.GetDirectoryName(Live)!);
        File.CreateSymbolicLink(Live, Path.Combine(Root, "repository/nodes.conf"));
        await RunAsync("upgrade", "nodes");
        Assert.NotNull(new FileInfo(Live).LinkTarget);
        Assert.Equal(NewNodes, File.ReadAllText(Path.Combine(Root, "repository/nodes.conf")));
        Assert.Equal(OldNodes, File.ReadAllText(Live + "-old"));
    }

    [Fact]
    public async Task Nodes_WrongFile_IsLeftAsItIs()
    {
        Write(Live, "nodes:\n  n1:\n    network devices:\n      default:\n        ipaddr: x\n");
        Assert.Contains("line 5", await FailAsync("upgrade", "nodes"), StringComparison.Ordinal);
        Assert.False(File.Exists(Live + "-old"));
    }

    [Fact]
    public async Task Nodes_OverlaysAndDefaults_AreWrittenOut()
    {
        Write(Live, "nodes:\n  n1:\n    system overlay: [wwinit]\n    profiles: [p]\n");
        var run = await RunAsync("upgrade", "nodes", "--add-defaults", "--replace-overlays=true", "-o", "-");
        Assert.Contains("- ignition\n", run.Out[run.Out.IndexOf("\nnodes:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("init: /sbin/init\n", run.Out, StringComparison.Ordinal);
        Assert.Equal("WARN: node 'n1' does not have the profile 'default': what was added to that does not reach it.\n", run.Error);
        Assert.DoesNotContain("init: /sbin/init", (await RunAsync("upgrade", "nodes", "-o", "-")).Out[run.Out.Length..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_ToStandardOutput_WritesTheWholeConfiguration()
    {
        Write(LiveConf, OldConf);
        var run = await RunAsync("upgrade", "config", "-o", "-");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("ipaddr: 10.0.0.1\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("    - path: /home\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("'nfs.exports' is the old form", run.Error, StringComparison.Ordinal);
        Assert.Equal(OldConf, File.ReadAllText(LiveConf));
    }

    [Fact]
    public async Task Config_NamedByTheGlobalFlag_IsTheLiveOne()
    {
        Write("site.conf", OldConf);
        Assert.Equal("Wrote site.conf; what it was is in site.conf-old.\n", (await RunAsync("--warewulfconf", "site.conf", "upgrade", "config")).Out);
        Assert.Equal(OldConf, File.ReadAllText(Path.Combine(Root, "site.conf-old")));
    }

    [Theory]
    [InlineData("upgrade nodes --with-warewulfconf x", "--with-warewulfconf is not supported yet")]
    [InlineData("upgrade nodes -i absent", "Cannot read 'absent': there is no such file.")]
    [InlineData("upgrade config -i in.conf -o no/such/place", "Cannot write 'no/such/place': ")]
    public async Task Run_BadInput_OneLineSaysWhat(string line, string message)
    {
        Write("in.conf", "");
        Assert.StartsWith(message, await FailAsync(line.Split(' ')), StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
