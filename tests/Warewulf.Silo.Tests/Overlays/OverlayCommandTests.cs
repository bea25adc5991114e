using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Overlays;

/// <summary>The verbs on overlays, from the command line to the catalog and back.</summary>
[Trait("Suite", "Fast")]
public sealed class OverlayCommandTests : IAsyncLifetime
{
    private RunningHead _head = null!;

    private string Site => Path.Combine(_head.Files.Root, "var/lib/warewulf/overlays");

    public async Task InitializeAsync() => _head = await RunningHead.StartAsync();

    public async Task DisposeAsync() => await _head.DisposeAsync();

    [Fact]
    public async Task Create_ListAndDelete_AsInWarewulf()
    {
        Assert.Equal("Created 1 overlay: mine\n", await OutAsync("create", "mine"));
        Assert.Equal(
            """
            OVERLAY NAME  FILES/DIRS  SITE
            ------------  ----------  ----
            hosts         2           false
            named         2           false
            plain         2           false
            mine          0           true

            """,
            await OutAsync("list"));
        Assert.Contains("has it already", await FailAsync("create", "mine"), StringComparison.Ordinal);
        Assert.Equal("Deleted 1 overlay: mine\n", await OutAsync("rm", "mine"));
        Assert.Contains("There is no overlay 'mine'", await FailAsync("delete", "mine"), StringComparison.Ordinal);
        Assert.Contains("is one of the distribution", await FailAsync("delete", "plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_NameOfTheDistribution_HidesItAndSaysSo()
    {
        var run = await CommandLine.RunAsync(_head.Files.Root, "overlay", "create", "plain");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("hides all of its files", run.Error, StringComparison.Ordinal);
        Assert.Contains("plain         0           true", await OutAsync("list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_AllLongAndPath_ShowEntries()
    {
        Assert.Equal(
            """
            OVERLAY NAME  FILES/DIRS  SITE
            ------------  ----------  ----
            plain         etc/        false
            plain         etc/motd    false

            """,
            await OutAsync("ls", "-a", "plain"));
        var full = await OutAsync("ls", "-l", "-p", "plain");
        Assert.Contains("PERM MODE   UID  GID  OVERLAY  FILE PATH  PATH", full, StringComparison.Ordinal);
        Assert.Contains($"plain    etc/motd   {_head.Files.Share}/overlays/plain", full, StringComparison.Ordinal);
        var unknown = await CommandLine.RunAsync(_head.Files.Root, "overlay", "list", "nope", "..", "plain");
        Assert.Equal(0, unknown.ExitCode);
        Assert.Contains("There is no overlay 'nope'", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("There is no overlay '..'", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("plain         2", unknown.Out, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task Import_IntoADistributionOverlay_ClonesItInOneRevisionAndIsServed()
    {
        var source = _head.Files.Write("here/banner", "hi\n");
        File.SetUnixFileMode(source, (UnixFileMode)0x1C0);
        File.SetLastWriteTimeUtc(source, DateTime.UnixEpoch.AddSeconds(1_700_000_000));
        await _head.AddAsync("n1", ("system-overlays", "plain"));
        var before = await RevisionAsync();
        var run = await CommandLine.RunAsync(_head.Files.Root, "overlay", "import", "plain", source, "/etc");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("is the site's own now", run.Error, StringComparison.Ordinal);
        Assert.Equal(before + 1, await RevisionAsync());
        Assert.Equal("hi\n", await OutAsync("show", "plain", "etc/banner"));
        Assert.Equal("hello\n", await OutAsync("cat", "plain", "/etc/motd"));
        Assert.Contains("-rwx------  0    0    plain    etc/banner  true", await OutAsync("ls", "-l", "plain"), StringComparison.Ordinal);
        Assert.Contains("--overwrite", await FailAsync("import", "plain", source, "etc"), StringComparison.Ordinal);
        Assert.Contains("--parents", await FailAsync("import", "plain", source, "a/b/c"), StringComparison.Ordinal);
        await OutAsync("import", "-p", "plain", source, "a/b/c");
        Assert.Contains("drwx------  0    0    plain    a/b/", await OutAsync("ls", "-l", "plain"), StringComparison.Ordinal);
        Assert.Equal("hi\n", await OutAsync("show", "plain", "a/b/c"));
        Assert.Equal("Rendered the overlays of 1 node.\n", await OutAsync("build"));
        Assert.Equal("hi\n", await File.ReadAllTextAsync(Path.Combine(Site, "plain/rootfs/a/b/c")));
    }

    [Fact]
    public async Task ChmodChownMkdir_ChangeWhatTheySay()
    {
        await OutAsync("create", "mine");
        await OutAsync("mkdir", "mine", "var/lib/x", "--mode", "750");
        var again = await CommandLine.RunAsync(_head.Files.Root, "overlay", "mkdir", "mine", "var/lib/x", "--mode", "0700");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("exists in overlay 'mine' and stays as it is", again.Error, StringComparison.Ordinal);
        await OutAsync("chmod", "mine", "var/lib", "1777");
        await OutAsync("chown", "mine", "var", "12:34");
        await OutAsync("chown", "mine", "var", ":35");
        await OutAsync("chown", "mine", "var/lib/x", "7:");
        Assert.Equal(
            """
            PERM MODE   UID  GID  OVERLAY  FILE PATH   SITE
            ---------   ---  ---  -------  ---------   ----
            drwxr-x---  12   35   mine     var/        true
            drwxrwxrwt  0    0    mine     var/lib/    true
            drwxr-x---  7    0    mine     var/lib/x/  true

            """,
            await OutAsync("list", "--long", "mine"));
    }

    [Fact]
    public async Task Build_FileThatTheHeadLacks_WarnsOnceForAllNodesAndEndsWell()
    {
        _head.Files.Write("share/overlays/named/rootfs/etc/extra.ww", "{{ Include \"/etc/warewulf/absent\" }}{{ .Id }}\n");
        await CommandLine.RunAsync(_head.Files.Root, "node", "add", "w[1-3]", "--system-overlays", "named", "--yes");

        var run = await CommandLine.RunAsync(_head.Files.Root, "overlay", "build", "w[1-3]");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Rendered the overlays of 3 nodes.\n", run.Out);
        Assert.StartsWith("WARN: w[1-3]: Overlay 'named', file 'rootfs/etc/extra.ww': ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));

        using var document = JsonDocument.Parse((await CommandLine.RunAsync(_head.Files.Root, "overlay", "build", "w[1-3]", "--output", "json")).Out);
        Assert.Equal("w[1-3]", Assert.Single(document.RootElement.GetProperty("warnings").EnumerateArray()).GetProperty("nodes").GetString());
    }

    [Theory]
    [InlineData("is not a valid overlay name", "create", "..")]
    [InlineData("is not a valid overlay name", "create", "a/b")]
    [InlineData("no path inside an overlay", "show", "plain", "../../etc/shadow")]
    [InlineData("no path inside an overlay", "mkdir", "plain", "a/../../b")]
    [InlineData("no path inside an overlay", "show", "plain", "/")]
    [InlineData("has no 'nope'", "show", "plain", "nope")]
    [InlineData("is a directory", "show", "plain", "etc")]
    [InlineData("There is no overlay 'nope'", "show", "nope", "x")]
    [InlineData("There is no overlay 'nope'", "mkdir", "nope", "x")]
    [InlineData("There is no overlay 'nope'", "chmod", "nope", "x", "644")]
    [InlineData("are no permissions", "chmod", "plain", "etc/motd", "u+x")]
    [InlineData("are no permissions", "chmod", "plain", "etc/motd", "999")]
    [InlineData("are no permissions", "chmod", "plain", "etc/motd", "77777")]
    [InlineData("is no owner", "chown", "plain", "etc/motd", "root")]
    [InlineData("is no owner", "chown", "plain", "etc/motd", "1:2:3")]
    [InlineData("is no owner", "chown", "plain", "etc/motd", ":")]
    [InlineData("'etc/motd' is a file", "mkdir", "plain", "etc/motd/x")]
    [InlineData("is no directory", "mkdir", "plain", "etc/motd")]
    [InlineData("Too few words", "chmod", "plain", "etc/motd")]
    [InlineData("Too many words", "delete", "plain", "etc/motd", "etc/motd")]
    [InlineData("is no template", "info", "plain", "etc/motd")]
    [InlineData("is not empty", "delete", "plain", "etc")]
    [InlineData("There is no node 'nope'", "build", "nope")]
    [InlineData("there is no such file", "import", "plain", "/nope/nope")]
    [InlineData("no regular file", "import", "plain", "/etc")]
    [InlineData("no regular file", "import", "plain", "/dev/null")]
    public async Task BadInput_IsRefusedInOneLineAndChangesNothing(string expected, params string[] words)
    {
        var before = await RevisionAsync();
        Assert.Contains(expected, await FailAsync(words), StringComparison.Ordinal);
        Assert.Equal(before, await RevisionAsync());
        Assert.Empty(Directory.Exists(Site) ? Directory.GetFileSystemEntries(Site) : []);
    }

    [Fact]
    public async Task Paths_ThroughASymbolicLink_AreRefused()
    {
        _head.Files.Write("root/var/lib/warewulf/overlays/mine/rootfs/etc/f", "x");
        Directory.CreateSymbolicLink(Path.Combine(Site, "mine/rootfs/link"), "/etc");
        await _head.AddAsync("n1");
        await OutAsync("build");
        foreach (var words in new string[][] { ["mkdir", "mine", "link/x"], ["show", "mine", "link/f"], ["chmod", "mine", "link/f", "600"], ["delete", "mine", "link/f"] })
        {
            Assert.Contains("'link' is a symbolic link, which is not followed", await FailAsync(words), StringComparison.Ordinal);
        }

        Assert.Contains("no permissions of its own", await FailAsync("chmod", "mine", "link", "600"), StringComparison.Ordinal);
        await OutAsync("chown", "mine", "link", "5");
        await OutAsync("delete", "mine", "link");
    }

    [Fact]
    public async Task Delete_UsedOrFull_NeedsForceAndNamesTheUsers()
    {
        _head.Files.Write("root/var/lib/warewulf/overlays/mine/rootfs/etc/a/f", "x");
        await _head.AddAsync("n[1-3]", ("system-overlays", "mine"));
        await OutAsync("build", "n1");
        Assert.Contains("node 'n[1-3]' uses it", await FailAsync("delete", "mine"), StringComparison.Ordinal);
        await OutAsync("delete", "-p", "mine", "etc/a/f");
        Assert.DoesNotContain("etc", await OutAsync("ls", "-a", "mine"), StringComparison.Ordinal);
        await OutAsync("delete", "--force", "mine");
        var failed = await CommandLine.RunAsync(_head.Files.Root, "overlay", "build", "n[1-3]", "n1");
        Assert.Equal(255, failed.ExitCode);
        Assert.Equal("ERROR: n[1-3]: Node 'n1' cannot use overlay 'mine': it does not exist. Create it with 'wwctl overlay create mine', or take it off the lists of system and runtime overlays.\n", failed.Error);
    }

    [Fact]
    public async Task Show_Render_WritesWhatANodeGets()
    {
        _head.Files.Write(
            "root/var/lib/warewulf/overlays/mine/rootfs/etc/many.ww",
            "{{- /* wwdoc: makes two files\n .Tags.role: what the node is for */ -}}\n{{ nobackup }}{{ file \"one\" }}1 {{ .Id }} {{ .Tags.role }}\n{{ file \"/opt/two\" }}{{ softlink \"one\" }}");
        _head.Files.Write("root/var/lib/warewulf/overlays/mine/rootfs/etc/stop.ww", "before\n{{ abort }}after");
        await _head.AddAsync("n1", ("tagadd", "role=compute"));
        await OutAsync("build");
        Assert.Equal(
            "backupFile: false\nwriteFile: true\nFilename: etc/one\n1 n1 compute\nbackupFile: false\nwriteFile: true\nFilename: opt/two\nSymlink: one\n",
            await OutAsync("show", "mine", "etc/many", "--render", "n1"));
        Assert.Equal("1 n1 compute\n", await OutAsync("show", "-q", "-r", "n1", "mine", "etc/many.ww"));
        Assert.Equal("backupFile: true\nwriteFile: false\nFilename: etc/stop\nbefore\nAborted\n", await OutAsync("show", "mine", "etc/stop.ww", "-r", "n1"));
        var unknown = await CommandLine.RunAsync(_head.Files.Root, "overlay", "show", "named", "etc/name.ww", "-q", "-r", "nope");
        Assert.Equal((0, "head1\n"), (unknown.ExitCode, unknown.Out));
        Assert.Contains("There is no node 'nope'", unknown.Error, StringComparison.Ordinal);
        var plain = await CommandLine.RunAsync(_head.Files.Root, "overlay", "show", "plain", "etc/motd", "-q", "-r", "n1");
        Assert.Equal((0, "hello\n"), (plain.ExitCode, plain.Out));
        Assert.Contains("does not end in .ww", plain.Error, StringComparison.Ordinal);
        var info = await OutAsync("info", "mine", "etc/many.ww");
        Assert.StartsWith("makes two files\nVARIABLE    OPTION    TYPE    HELP\n", info, StringComparison.Ordinal);
        Assert.Contains(".Tags.role  --tagadd  string  what the node is for\n", info, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShowRender_TemplateError_IsOneLine()
    {
        _head.Files.Write("root/var/lib/warewulf/overlays/mine/rootfs/etc/bad.ww", "{{ .Nonsense }}");
        await _head.AddAsync("n1");
        await OutAsync("build");
        Assert.Contains("Overlay 'mine', file 'rootfs/etc/bad.ww'", await FailAsync("show", "mine", "etc/bad.ww", "-r", "n1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRunAndIfRevision_ChangeNothing()
    {
        var before = await RevisionAsync();
        Assert.StartsWith("mine is added:\n", await OutAsync("create", "mine", "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("  rootfs/etc/motd: <unset> → file 0600 0:0 6 bytes", await OutAsync("chmod", "plain", "etc/motd", "600", "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("is at revision", await FailAsync("create", "mine", "--if-revision", "99"), StringComparison.Ordinal);
        Assert.Equal(before, await RevisionAsync());
    }

    [Fact]
    public async Task HistoryDiffAndRollback_KnowOverlays()
    {
        await OutAsync("create", "mine", "--message", "for the lab");
        await OutAsync("mkdir", "mine", "etc");
        var with = await RevisionAsync();
        await OutAsync("chmod", "mine", "etc", "700");
        await OutAsync("delete", "-f", "mine", "etc");
        await OutAsync("create", "other");
        var diff = await CommandLine.RunAsync(_head.Files.Root, "diff", $"{with}", $"{with + 1}");
        Assert.Contains("overlay mine:\n  rootfs/etc: mode: 0755 → 0700\n", diff.Out, StringComparison.Ordinal);
        Assert.Contains("for the lab", (await CommandLine.RunAsync(_head.Files.Root, "history")).Out, StringComparison.Ordinal);
        var rollback = await CommandLine.RunAsync(_head.Files.Root, "rollback", $"{with}", "--yes");
        Assert.True(rollback.ExitCode == 0, rollback.Error);
        Assert.Contains("drwxr-xr-x  0    0    mine     etc/", await OutAsync("ls", "-l", "mine"), StringComparison.Ordinal);
        Assert.DoesNotContain("other", await OutAsync("list"), StringComparison.Ordinal);

        // A revision from before there were overlays says nothing of them.
        await CommandLine.DoAsync(_head.Files.Root, "rollback", "1", "--yes");
        Assert.Contains("mine", await OutAsync("list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_OpensTheEditorAndRefusesLostUpdates()
    {
        await OutAsync("create", "mine");
        Assert.Equal("Changed 1 overlay: mine\n", await EditAsync("grep -q 'Nodes get this file' \"$1\" && printf 'new {{ .Id }}' > \"$1\"", "mine", "-p", "etc/x.ww"));
        Assert.Equal("new {{ .Id }}", await OutAsync("show", "mine", "etc/x.ww"));
        Assert.Equal("", await EditAsync("true", "mine", "etc/x.ww"));
        await OutAsync("chmod", "mine", "etc/x.ww", "600");
        await EditAsync("printf more >> \"$1\"", "mine", "etc/x.ww");
        Assert.Contains("-rw-------", await OutAsync("ls", "-l", "mine"), StringComparison.Ordinal);
        var file = _head.Files.Write("here/x.ww", "theirs");
        var script = _head.Files.Write("editor.sh", $"printf mine >> \"$1\"; cp \"$1\" {_head.Files.Base}/kept");
        var terminal = new Cli.Tests.Support.FakeTerminal();
        var environment = new Cli.CliEnvironment(terminal, name => name == "EDITOR" ? $"touch {_head.Files.Base}/open; while ! test -e {_head.Files.Base}/go; do sleep 0.05; done; sh {script}" : null, TimeProvider.System, _head.Files.Root);
        var editing = Task.Run(() => Cli.Wwctl.RunAsync(["--root", _head.Files.Root, "overlay", "edit", "mine", "etc/x.ww"], environment, CancellationToken.None));
        while (!File.Exists(Path.Combine(_head.Files.Base, "open")))
        {
            await Task.Delay(20);
        }

        await OutAsync("import", "-o", "mine", file, "etc/x.ww");
        _head.Files.Write("go", "");
        Assert.Equal(255, await editing);
        Assert.Contains("was changed meanwhile", terminal.ErrorText.ToString(), StringComparison.Ordinal);
        Assert.Contains("The edited text is kept in", terminal.ErrorText.ToString(), StringComparison.Ordinal);
        Assert.Equal("theirs", await OutAsync("show", "mine", "etc/x.ww"));
        Directory.Delete(Path.GetDirectoryName(terminal.ErrorText.ToString().Trim().Split(' ')[^1].TrimEnd('.'))!, recursive: true);
    }

    private async Task<string> EditAsync(string editor, params string[] words)
    {
        var script = _head.Files.Write("editor.sh", editor);
        var terminal = new Cli.Tests.Support.FakeTerminal();
        var environment = new Cli.CliEnvironment(terminal, name => name == "EDITOR" ? $"sh {script}" : null, TimeProvider.System, _head.Files.Root);
        var code = await Task.Run(() => Cli.Wwctl.RunAsync(["--root", _head.Files.Root, "overlay", "edit", .. words], environment, CancellationToken.None));
        Assert.True(code == 0, terminal.ErrorText.ToString());
        return terminal.OutText.ToString();
    }

    private async Task<string> OutAsync(params string[] words)
    {
        var run = await CommandLine.RunAsync(_head.Files.Root, ["overlay", .. words]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Out;
    }

    private Task<string> FailAsync(params string[] words) => CommandLine.FailAsync(_head.Files.Root, ["overlay", .. words]);

    private async Task<long> RevisionAsync() =>
        JsonSerializer.Deserialize((await _head.GetAsync(Routes.CatalogHistory)).Body, ApiJsonContext.Default.HistoryResponse)!.Revision;
}
