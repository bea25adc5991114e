using System.Net;
using Warewulf.Core.Api;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Configure;

/// <summary>One head that is configured from the command line.</summary>
[Trait("Suite", "Fast")]
public sealed class ConfigureTests : IAsyncDisposable
{
    private readonly HeadDirectory _files = new();
    private RunningHead? _head;

    public ConfigureTests()
    {
        WriteOverlay(_files);
        _files.Write("root/etc/hosts", "127.0.0.1 localhost\n# Do not edit after this line\nold\n");
    }

    public async ValueTask DisposeAsync()
    {
        if (_head is not null)
        {
            await _head.DisposeAsync();
        }

        _files.Dispose();
    }

    [Fact]
    public async Task Hostfile_WritesHostsBelowTheLineAndKeepsTheOldOnce()
    {
        await StartAsync();
        var run = await CommandLine.RunAsync(_files.Root, "configure", "hostfile");

        Assert.Equal((0, $"Wrote '{_files.Root}/etc/hosts'; what it was is kept as 'hosts.wwbackup' in the same directory.\n", ""), (run.ExitCode, run.Out, run.Error));
        Assert.Equal("127.0.0.1 localhost\n# Do not edit after this line\n10.9.0.1 head1 n1 n2\n", Read("etc/hosts"));
        Assert.Contains("\nold\n", Read("etc/hosts.wwbackup"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_files.Root, "etc/exports")));

        await _head!.AddAsync("n3");
        await CommandLine.DoAsync(_files.Root, "configure", "hostfile");
        Assert.Equal("127.0.0.1 localhost\n# Do not edit after this line\n10.9.0.1 head1 n1 n2 n3\n", Read("etc/hosts"));
        Assert.Equal("All files made by overlay 'host' are up to date.\n", (await CommandLine.RunAsync(_files.Root, "configure", "hostfile")).Out);
    }

    [Fact]
    public async Task Nfs_WritesTheWholeOverlayAndLeavesTheMachinesUnitsAlone()
    {
        await StartAsync();
        var run = await CommandLine.RunAsync(_files.Root, "configure", "nfs");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"Unit 'nfsd' is not restarted: this head runs below '{_files.Root}'.\n", run.Out, StringComparison.Ordinal);
        Assert.Equal("exports of 10.9.0.0\n", Read("etc/exports"));
        Assert.Contains("head1", Read("etc/hosts"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nfs:\n  enabled: false\n", "nfs", "", "")]
    [InlineData("dhcp:\n  enabled: false\n", "dhcp", "", "WARN: DHCP is off: warewulf.conf says 'enabled: false' below 'dhcp'.\n")]
    [InlineData("tftp:\n  enabled: false\n", "tftp", "", "WARN: TFTP is off: warewulf.conf says 'enabled: false' below 'tftp'.\n")]
    [InlineData("", "warewulfd", "", "WARN: warewulfd is not restarted: warewulf.conf has no 'systemd name' below 'warewulf'.\n")]
    [InlineData("warewulf:\n  host overlay: false\n", "nfs", "Overlay 'host' is not applied: warewulf.conf says 'host overlay: false'.\nUnit 'nfsd' is not restarted", "")]
    [InlineData("", "tftp", "TFTP needs no other service: warewulfd and wwedge serve it. If 'tftp' runs here, stop it: systemctl disable --now tftp\n", "")]
    public async Task Configure_ServiceThatIsOff_SaysSoAndWritesNothing(string settings, string service, string expectedOut, string expectedError)
    {
        _files.Write("root/etc/warewulf/warewulf.conf", "ipaddr: 10.9.0.1\nnetmask: 255.255.0.0\n" + settings);
        await StartAsync();

        var run = await CommandLine.RunAsync(_files.Root, "configure", service);

        Assert.Equal((0, expectedError), (run.ExitCode, run.Error));
        Assert.StartsWith(expectedOut, run.Out, StringComparison.Ordinal);
        Assert.Contains("\nold\n", Read("etc/hosts"), StringComparison.Ordinal);
    }

    [ProgramFact("ssh-keygen")]
    public async Task Ssh_MakesKeysOnceAndLetsRootIn()
    {
        await StartAsync();
        var run = await CommandLine.RunAsync(_files.Root, "configure", "ssh", "-t", "ed25519,ecdsa");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["ssh_host_ecdsa_key", "ssh_host_ecdsa_key.pub", "ssh_host_ed25519_key", "ssh_host_ed25519_key.pub"], Keys());
        Assert.Equal((UnixFileMode)Convert.ToInt32("600", 8), File.GetUnixFileMode(Path.Combine(_files.Root, "etc/warewulf/keys/ssh_host_ecdsa_key")));
        Assert.StartsWith("ssh-ed25519 ", Read("root/.ssh/authorized_keys"), StringComparison.Ordinal);
        Assert.Equal(Read("root/.ssh/id_ed25519.pub"), Read("root/.ssh/authorized_keys"));
        Assert.DoesNotContain("PRIVATE", run.Out, StringComparison.Ordinal);

        var before = Read("etc/warewulf/keys/ssh_host_ed25519_key");
        var again = await CommandLine.RunAsync(_files.Root, "configure", "ssh");
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.Equal(before, Read("etc/warewulf/keys/ssh_host_ed25519_key"));
        Assert.Contains("ssh_host_rsa_key", Keys());

        // What was lost on the disk is the site's still.
        Directory.Delete(Path.Combine(_files.Root, "etc/warewulf/keys"), recursive: true);
        await CommandLine.DoAsync(_files.Root, "configure", "ssh", "--keytypes", "ed25519");
        Assert.Equal(before, Read("etc/warewulf/keys/ssh_host_ed25519_key"));
    }

    [ProgramFact("ssh-keygen")]
    public async Task Ssh_KeysOfAnExistingSite_AreKeptAndBecomeTheSites()
    {
        Make(_files, "root/etc/warewulf/keys/ssh_host_rsa_key", "rsa", "root@old");
        _files.Write("root/root/.ssh/authorized_keys", "managed\n");
        var (mine, open) = (Read("etc/warewulf/keys/ssh_host_rsa_key"), Read("etc/warewulf/keys/ssh_host_rsa_key.pub"));
        await StartAsync();
        var first = await CommandLine.RunAsync(_files.Root, "configure", "ssh", "-t", "rsa");
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Contains($"Root's keys are managed already, and none is made: there is '{_files.Root}/root/.ssh/authorized_keys'.\n", first.Out, StringComparison.Ordinal);
        Assert.Equal(mine, Read("etc/warewulf/keys/ssh_host_rsa_key"));
        Assert.Equal("managed\n", Read("root/.ssh/authorized_keys"));
        Assert.False(File.Exists(Path.Combine(_files.Root, "root/.ssh/id_rsa")));

        // Another key in its place is told, and stays.
        Make(_files, "root/etc/warewulf/keys/ssh_host_rsa_key", "rsa");
        var other = Read("etc/warewulf/keys/ssh_host_rsa_key");
        var run = await CommandLine.RunAsync(_files.Root, "configure", "ssh", "-t", "rsa");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("ssh_host_rsa_key' is not the site's key", run.Error, StringComparison.Ordinal);
        Assert.Contains(open.TrimEnd(), run.Error, StringComparison.Ordinal);
        Assert.Equal(other, Read("etc/warewulf/keys/ssh_host_rsa_key"));

        // Another comment makes no other key, and the public half alone is made whole.
        _files.Write("root/etc/warewulf/keys/ssh_host_rsa_key", mine);
        _files.Write("root/etc/warewulf/keys/ssh_host_rsa_key.pub", string.Join(' ', open.Split(' ').Take(2)) + " elsewhere\n");
        Assert.Equal("", (await CommandLine.RunAsync(_files.Root, "configure", "ssh", "-t", "rsa")).Error);
        File.Delete(Path.Combine(_files.Root, "etc/warewulf/keys/ssh_host_rsa_key"));
        Assert.Equal("", (await CommandLine.RunAsync(_files.Root, "configure", "ssh", "-t", "rsa")).Error);
        Assert.Equal(mine, Read("etc/warewulf/keys/ssh_host_rsa_key"));
    }

    [ProgramTheory("ssh-keygen")]
    [InlineData("empty", "is no SSH key that a service can use")]
    [InlineData("passphrase", "is no SSH key that a service can use")]
    [InlineData("other half", "is not the public half of")]
    [InlineData("other type", "is not the public half of")]
    [InlineData("half", "has no private half beside it")]
    public async Task Ssh_KeyThatIsNone_IsRefusedAndNeverTheSites(string damage, string expected)
    {
        const string Key = "root/etc/warewulf/keys/ssh_host_ed25519_key";
        Make(_files, Key, damage == "other type" ? "ecdsa" : "ed25519", passphrase: damage == "passphrase" ? "secret" : "");
        switch (damage)
        {
            case "empty":
                _files.Write(Key, "");
                break;
            case "other half":
                Make(_files, "other", "ed25519");
                File.Copy(Path.Combine(_files.Base, "other.pub"), Path.Combine(_files.Base, Key + ".pub"), overwrite: true);
                break;
            case "half":
                File.Delete(Path.Combine(_files.Base, Key));
                break;
        }

        await StartAsync();
        var run = await CommandLine.RunAsync(_files.Root, "configure", "ssh", "-t", "ed25519");
        Assert.Equal(255, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);

        // Moved away, the site gets a good one.
        File.Delete(Path.Combine(_files.Base, Key));
        File.Delete(Path.Combine(_files.Base, Key + ".pub"));
        await CommandLine.DoAsync(_files.Root, "configure", "ssh", "-t", "ed25519");
        Assert.StartsWith("-----BEGIN OPENSSH PRIVATE KEY-----", Read("etc/warewulf/keys/ssh_host_ed25519_key"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_head!.Run, "ssh-keygen*"));
    }

    [ProgramFact("ssh-keygen")]
    public async Task Ssh_WhatCannotBe_IsToldByItselfAndTheRestIsDone()
    {
        _files.Write("root/etc/warewulf/keys/ssh_host_rsa_key", "mine\n");
        await StartAsync();

        var run = await CommandLine.RunAsync(_files.Root, "configure", "ssh", "-t", "rsa", "-t", "ed25519", "-t", "nosuch");

        Assert.Equal(255, run.ExitCode);
        Assert.Contains($"ERROR: '{_files.Root}/etc/warewulf/keys/ssh_host_rsa_key' has no public half beside it.", run.Error, StringComparison.Ordinal);
        Assert.Contains("ERROR: No SSH key of type nosuch can be made: ssh-keygen says: unknown key type nosuch", run.Error, StringComparison.Ordinal);
        Assert.Contains("ssh_host_ed25519_key", Keys());
    }

    [Fact]
    public async Task Ssh_TypeThatIsNone_RefusesBeforeAnythingIsWritten()
    {
        await StartAsync();
        var error = await CommandLine.FailAsync(_files.Root, "configure", "ssh", "-t", "../x");
        Assert.Equal("'../x' is no type of an SSH key: give some of ed25519, ecdsa and rsa.", error);
        Assert.Contains("\nold\n", Read("etc/hosts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configure_BrokenTemplate_IsAnErrorAndWritesNothing()
    {
        _files.Write("share/overlays/host/rootfs/etc/exports.ww", "{{ .Nonsense }}");
        await StartAsync();

        var run = await CommandLine.RunAsync(_files.Root, "configure", "nfs");

        Assert.Equal(255, run.ExitCode);
        Assert.Contains("Overlay 'host', file 'rootfs/etc/exports.ww', line 1", run.Error, StringComparison.Ordinal);
        Assert.Contains("\nold\n", Read("etc/hosts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configure_OverlayOpenToAll_Warns()
    {
        File.SetUnixFileMode(Path.Combine(_files.Share, "overlays/host/rootfs"), (UnixFileMode)Convert.ToInt32("755", 8));
        await StartAsync();
        Assert.Contains("WARN: Overlay 'host' makes files of root: its directory 'rootfs' has mode 0755", (await CommandLine.RunAsync(_files.Root, "configure", "hostfile")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configure_FileInTheWay_IsAnErrorThatNamesIt()
    {
        File.Delete(Path.Combine(_files.Root, "etc/hosts"));
        Directory.CreateDirectory(Path.Combine(_files.Root, "etc/hosts"));
        await StartAsync();
        var run = await CommandLine.RunAsync(_files.Root, "configure", "hostfile");
        Assert.Equal((255, ""), (run.ExitCode, run.Out));
        Assert.EndsWith($"\nERROR: '{_files.Root}/etc/hosts' cannot be written: a directory is in its place.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"services":[]}""", "names no service")]
    [InlineData("""{"services":["Nonsense"]}""", "cannot be read")]
    [InlineData("""{}""", "cannot be read")]
    [InlineData("""{"services":[99]}""", "a service that there is not: there are warewulfd, tftp")]
    [InlineData("""{"services":["Ssh"],"keyTypes":[null]}""", "'' is no type of an SSH key")]
    [InlineData("""{"services":["Ssh"],"keyTypes":["a","a","a","a","a","a","a","a","a"]}""", "9 types of keys")]
    public async Task Request_Malformed_IsRefused(string json, string expected)
    {
        await StartAsync();
        var (status, body) = await _head!.PostAsync(Routes.Configure, json);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, RunningHead.Error(body).Message, StringComparison.Ordinal);
    }

    internal static void Make(HeadDirectory files, string path, string type, string comment = "", string passphrase = "")
    {
        var file = Path.Combine(files.Base, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Delete(file);
        using var process = System.Diagnostics.Process.Start("ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-C", comment, "-f", file]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    internal static void WriteOverlay(HeadDirectory files)
    {
        files.Write(
            "share/overlays/host/rootfs/etc/hosts.ww",
            "{{ IncludeBlock \"/etc/hosts\" \"# Do not edit after this line\" }}\n{{ .Ipaddr }} {{ .BuildHost }}{{ range .AllNodes }} {{ .Id }}{{ end }}\n");
        files.Write("share/overlays/host/rootfs/etc/exports.ww", "exports of {{ .Network }}\n");
        File.SetUnixFileMode(Path.Combine(files.Share, "overlays/host/rootfs"), (UnixFileMode)Convert.ToInt32("750", 8));
    }

    private async Task StartAsync()
    {
        _head = await RunningHead.StartAsync(_files);
        await _head.AddAsync("n[1-2]");
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_files.Root, path));

    private IEnumerable<string?> Keys() =>
        Directory.EnumerateFiles(Path.Combine(_files.Root, "etc/warewulf/keys"), "ssh_*").Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
