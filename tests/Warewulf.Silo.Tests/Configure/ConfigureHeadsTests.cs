using Warewulf.Silo.Tests.Heads;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Configure;

/// <summary>Heads over one PostgreSQL that are configured together.</summary>
[Trait("Suite", "Socket")]
public sealed class ConfigureHeadsTests(PostgresServer server) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private HeadSite _site = null!;

    public async Task InitializeAsync() => _site = PostgresServer.IsInstalled ? new HeadSite(await server.CreateDatabaseAsync()) : new HeadSite("");

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [PostgresFact]
    public async Task Configure_TwoHeads_WritesBothAndNamesThem()
    {
        var (one, two) = (await StartAsync("one"), await StartAsync("two"));
        await one.AddAsync("n[1-2]");

        var run = await CommandLine.RunAsync(two.Files.Root, "configure", "hostfile");

        Assert.Equal(
            (0, $"two: Wrote '{two.Files.Root}/etc/hosts'; what it was is kept as 'hosts.wwbackup' in the same directory.\none: Wrote '{one.Files.Root}/etc/hosts'; what it was is kept as 'hosts.wwbackup' in the same directory.\n", ""),
            (run.ExitCode, run.Out, run.Error));
        Assert.EndsWith(" one n1 n2\n", Read(one, "etc/hosts"), StringComparison.Ordinal);
        Assert.EndsWith(" two n1 n2\n", Read(two, "etc/hosts"), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Ssh_SeveralHeads_HaveTheSameKeysAndOneThatJoinsGetsThem()
    {
        var (one, two) = (await StartAsync("one"), await StartAsync("two"));
        await Task.WhenAll(
            CommandLine.DoAsync(one.Files.Root, "configure", "ssh", "-t", "ed25519"), CommandLine.DoAsync(two.Files.Root, "configure", "ssh", "-t", "ed25519"));
        var three = await StartAsync("three");

        foreach (var file in (string[])["etc/warewulf/keys/ssh_host_ed25519_key", "etc/warewulf/keys/ssh_host_ed25519_key.pub", "root/.ssh/id_ed25519", "root/.ssh/authorized_keys"])
        {
            var key = Read(one, file);
            Assert.Equal(key, Read(two, file));
            using var limit = new CancellationTokenSource(Patience);
            while (!File.Exists(Path.Combine(three.Files.Root, file)))
            {
                await Task.Delay(20, limit.Token);
            }

            Assert.Equal(key, Read(three, file));
        }
    }

    [PostgresFact]
    public async Task Ssh_HeadWithKeysOfItsOwn_KeepsThemAndIsTold()
    {
        var one = await StartAsync("one");
        var files = Files();
        ConfigureTests.Make(files, "root/etc/warewulf/keys/ssh_host_rsa_key", "rsa");
        files.Write("root/root/.ssh/authorized_keys", "managed\n");
        await _site.StartAsync("two", files);

        var run = await CommandLine.RunAsync(one.Files.Root, "configure", "ssh", "-t", "rsa");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"WARN: two: '{files.Root}/etc/warewulf/keys/ssh_host_rsa_key' is not the site's key", run.Error, StringComparison.Ordinal);
        Assert.Contains($"WARN: two: '{files.Root}/root/.ssh/authorized_keys' lacks root's key of the site", run.Error, StringComparison.Ordinal);
        Assert.Equal("managed\n", File.ReadAllText(Path.Combine(files.Root, "root/.ssh/authorized_keys")));
        Assert.Equal(Read(one, "root/.ssh/id_rsa"), File.ReadAllText(Path.Combine(files.Root, "root/.ssh/id_rsa")));
    }

    [PostgresFact]
    public async Task Configure_HeadThatDoesNotAnswer_IsAnErrorAfterTheOthers()
    {
        var one = await StartAsync("one");
        await _site.AddAsync("dead", "http://127.0.0.1:1");
        await _site.AddAsync("gone", "http://127.0.0.1:2", "now() - interval '5 minutes'");

        var run = await CommandLine.RunAsync(one.Files.Root, "configure", "hostfile");

        Assert.Equal(255, run.ExitCode);
        Assert.StartsWith($"one: Wrote '{one.Files.Root}/etc/hosts'", run.Out, StringComparison.Ordinal);
        Assert.Contains("ERROR: dead: Not configured: head 'dead' (http://127.0.0.1:1) does not answer", run.Error, StringComparison.Ordinal);
        Assert.Contains("WARN: gone: It was not seen for 0:05:0", run.Error, StringComparison.Ordinal);
    }

    private static string Read(RunningHead head, string path) => File.ReadAllText(Path.Combine(head.Files.Root, path));

    private HeadDirectory Files()
    {
        var files = _site.Files();
        ConfigureTests.WriteOverlay(files);
        files.Write("root/etc/hosts", "127.0.0.1 localhost\n");
        return files;
    }

    private Task<RunningHead> StartAsync(string name) => _site.StartAsync(name, Files());
}
