using Warewulf.Silo.Tests.Heads;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Overlays;

/// <summary>Overlays that are edited as files on several heads over one PostgreSQL.</summary>
[Trait("Suite", "Socket")]
public sealed class OverlayHeadsTests(PostgresServer server) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private HeadSite _site = null!;

    public async Task InitializeAsync() => _site = PostgresServer.IsInstalled ? new HeadSite(await server.CreateDatabaseAsync()) : new HeadSite("");

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [PostgresFact]
    public async Task Edit_OnOneHead_ComesToTheFilesOfTheOtherAndBack()
    {
        var (one, two) = (await _site.StartAsync("one"), await _site.StartAsync("two"));
        await CommandLine.DoAsync(one.Files.Root, "overlay", "create", "mine");
        Write(one, "rootfs/etc/motd", "from one");
        await ReadsAsync(two, "rootfs/etc/motd", "from one");

        Write(two, "rootfs/etc/motd", "from two");
        Write(two, "rootfs/etc/issue", "more");
        await ReadsAsync(one, "rootfs/etc/motd", "from two");
        await ReadsAsync(one, "rootfs/etc/issue", "more");

        File.Delete(Place(one, "rootfs/etc/issue"));
        await UntilAsync(() => !File.Exists(Place(two, "rootfs/etc/issue")));
        Assert.Equal("from two", (await CommandLine.RunAsync(two.Files.Root, "overlay", "show", "mine", "etc/motd", "-q")).Out.TrimEnd('\n'));
    }

    [PostgresFact]
    public async Task Edit_OnBothHeadsAtOnce_OneIsServedAndTheOtherKept()
    {
        var (one, two) = (await _site.StartAsync("one"), await _site.StartAsync("two"));
        await CommandLine.DoAsync(one.Files.Root, "overlay", "create", "mine");
        Write(one, "rootfs/etc/motd", "first");
        await ReadsAsync(two, "rootfs/etc/motd", "first");

        Write(one, "rootfs/etc/motd", "of one");
        Write(two, "rootfs/etc/motd", "of two");

        await UntilAsync(() => Kept(one).Concat(Kept(two)).Any() && Content(one) == Content(two) && Content(one).Length > 0);
        Assert.Equal(["of one", "of two"], new[] { Content(one), File.ReadAllText(Kept(one).Concat(Kept(two)).Single()) }.Order(StringComparer.Ordinal));

        // The edit that lost is renamed before the other is there.
        static string Content(RunningHead head) => File.Exists(Place(head, "rootfs/etc/motd")) ? File.ReadAllText(Place(head, "rootfs/etc/motd")) : "";
        static IEnumerable<string> Kept(RunningHead head) => Directory.EnumerateFiles(Place(head, "rootfs/etc"), "motd.conflict-*");
    }

    private static string Place(RunningHead head, string path) => Path.Combine(head.Files.Root, "var/lib/warewulf/overlays/mine", path);

    private static void Write(RunningHead head, string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place(head, path))!);
        File.WriteAllText(Place(head, path), content);
    }

    private static Task ReadsAsync(RunningHead head, string path, string content) =>
        UntilAsync(() => File.Exists(Place(head, path)) && File.ReadAllText(Place(head, path)) == content);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
