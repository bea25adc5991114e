using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Warewulf.Core.Api;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Hosting;

/// <summary>What keeps <c>warewulfd</c> from starting is one line, and the exit code says that it did not start.</summary>
[Trait("Suite", "Socket")]
public sealed partial class ProgramTests : IDisposable
{
    private readonly HeadDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Warewulfd_PortInUse_ExitsWithOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await FailsAsync(ProgramRun.Start(_files, "--listen", $"http://127.0.0.1:{port}"), $":{port}", "in use", "stop what listens there", "--listen");
    }

    [Fact]
    public async Task Warewulfd_MalformedSettings_ExitsWithOneLine()
    {
        var file = _files.Write("root/etc/warewulf/warewulf.conf", "dhcp:\n  enabled: [true\n");

        await FailsAsync(ProgramRun.Start(_files), $"{file}, line ", "not YAML", "Correct the line");
    }

    [Theory]
    [InlineData(null, "/nosuch/flag.conf")]
    [InlineData("/nosuch/variable.conf", null)]
    [InlineData("/nosuch/variable.conf", "/nosuch/flag.conf")]
    public async Task Warewulfd_SettingsNamedAndMissing_ExitsWithOneLine(string? variable, string? flag)
    {
        var start = flag is null ? ProgramRun.Start(_files) : ProgramRun.Start(_files, "--warewulfconf", flag);
        start.Environment["WAREWULFCONF"] = variable;

        await FailsAsync(start, $"'{flag ?? variable}' does not exist", "WAREWULFCONF or --warewulfconf");
    }

    [Fact]
    public async Task Warewulfd_SecondBelowOneRoot_ExitsWithOneLineAndLeavesTheFirstAlone()
    {
        await using var first = await RunningHead.StartAsync(_files);

        await FailsAsync(ProgramRun.Start(_files), "Another warewulfd works below", _files.Root, "--root");

        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync(Routes.Version)).Status);
    }

    [Fact]
    public async Task Warewulfd_FileInPlaceOfTheRunDirectory_ExitsWithOneLine()
    {
        var file = _files.Write("root/run/warewulf", "");

        await FailsAsync(ProgramRun.Start(_files), $"'{file}'", "a file is in its place", "Remove it");
    }

    [Fact]
    public async Task Warewulfd_FileInPlaceOfTheState_ExitsWithOneLine()
    {
        _files.Write("root/var/lib", "");

        await FailsAsync(ProgramRun.Start(_files), Path.Combine(_files.Root, "var/lib"), "cannot be used", "try again");
    }

    [TmpfsFact]
    public async Task Warewulfd_DiskFull_ExitsWithOneLine()
    {
        using var disk = new TmpfsDisk(_files.Base, "1m");
        var files = new HeadDirectory(disk.Path);
        disk.Fill();

        await FailsAsync(ProgramRun.Start(files), files.Root, "full", "Make room");
    }

    [TmpfsFact]
    public async Task Warewulfd_DiskReadOnly_ExitsWithOneLine()
    {
        using var disk = new TmpfsDisk(_files.Base, "1m");
        var files = new HeadDirectory(disk.Path);
        disk.MakeReadOnly();

        await FailsAsync(ProgramRun.Start(files), files.Root, "read-only", "another place");
    }

    [Theory]
    [InlineData("nonsense", "'nonsense' is not the address of a head", "http://head1:9875")]
    [InlineData("https://127.0.0.1:1", "TLS is not supported yet", "http://127.0.0.1:1")]
    public async Task Warewulfd_BadAddress_ExitsWithOneLine(string address, string what, string advice)
    {
        var run = await ProgramRun.OfAsync(ProgramRun.Start(_files, "--listen", address));

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        var line = Assert.Single(run.Error);
        Assert.StartsWith("ERROR: ", line, StringComparison.Ordinal);
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.Contains(advice, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_files.Root, "var")));
    }

    [Fact]
    public async Task Warewulfd_AddressOfAnotherMachine_ExitsWithOneLine() =>
        await FailsAsync(ProgramRun.Start(_files, "--listen", "http://192.0.2.1:9875"), "--listen: 'http://192.0.2.1:9875'", "Give an address of this machine");

    [Fact]
    public async Task Warewulfd_Warewulfconf_IsHonoured()
    {
        var start = ProgramRun.Start(_files);
        start.Environment["WAREWULFCONF"] = _files.Write("other.conf", HeadDirectory.SiteFile + "\nwarewulf:\n  port: 1234\n");

        using var head = await HeadProcess.StartAsync(_files, start);

        var snapshot = await head.Client.GetFromJsonAsync(Routes.EdgeSnapshot, ApiJsonContext.Default.SegmentSnapshot);
        Assert.Equal(1234, snapshot!.HttpPort);
    }

    [Fact]
    public async Task Warewulfd_Root_NothingIsLeftElsewhere()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_files.Base, "elsewhere")).FullName;
        var start = ProgramRun.Start(_files);
        start.WorkingDirectory = elsewhere;
        foreach (var variable in (string[])["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"])
        {
            start.Environment[variable] = elsewhere;
        }

        // The runtime's own doors for debuggers; they are not the program's.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var tree = _files.Tree("tree");
        var before = Outside();

        using (var head = await HeadProcess.StartAsync(_files, start))
        {
            await CommandLine.DoAsync(_files.Root, "node", "add", "n[1-3]");
            await CommandLine.DoAsync(_files.Root, "image", "import", "rocky9", tree, "--build");
            Assert.Equal(before, Outside());
            Assert.Equal(0, await head.StopAsync());
        }

        Assert.Equal(before, Outside());
        Assert.Equal(["etc", "run", "var"], Directory.EnumerateFileSystemEntries(_files.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    // Everything of this test's that is not below the root, and where a head without a root would work.
    private List<string> Outside() =>
    [
        .. Directory.EnumerateFileSystemEntries(_files.Base, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(_files.Root + "/", StringComparison.Ordinal))
            .Concat(((string[])["/etc/warewulf", "/run/warewulf", "/var/lib/warewulf", "/var/cache/warewulf", "/srv/warewulf"])
                .Where(Directory.Exists)
                .SelectMany(path => Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Prepend(path)))
            .Order(StringComparer.Ordinal),
    ];

    private static async Task FailsAsync(ProcessStartInfo start, params string[] said)
    {
        var run = await ProgramRun.OfAsync(start);

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.All(run.Output, line => Assert.Matches(LogLine(), line));
        var error = Assert.Single(run.Output, line => line.Contains(" FTL ", StringComparison.Ordinal) || line.Contains(" ERR ", StringComparison.Ordinal));
        Assert.Contains("warewulfd cannot start: ", error, StringComparison.Ordinal);
        Assert.All(said, part => Assert.Contains(part, error, StringComparison.Ordinal));
        Assert.Equal(error, run.Output[^1]);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [A-Z]{3} ")]
    private static partial Regex LogLine();
}
