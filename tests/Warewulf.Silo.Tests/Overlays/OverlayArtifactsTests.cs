using System.Diagnostics;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class OverlayArtifactsTests : IAsyncLifetime
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    private SiloLab _lab = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        await _lab.AddAsync("n[1-2]", ("system-overlays", "named"), ("runtime-overlays", "hosts"));
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Get_ManyAtOnce_RendersOnce()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => GetAsync("n1"))));
        Assert.All(all, artifact => Assert.Same(all[0], artifact));
    }

    [Fact]
    public async Task Get_AfterACommit_RendersAnewAndGivesTheSameBytesForTheSameContent()
    {
        var before = await GetAsync("n1");
        var hosts = await GetAsync("n1", OverlayKind.Runtime);
        await _lab.AddAsync("n3");
        Assert.Equal(before, await GetAsync("n1"));
        Assert.NotEqual(hosts, await GetAsync("n1", OverlayKind.Runtime));
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("add")]
    [InlineData("remove")]
    [InlineData("mode")]
    [InlineData("shadow")]
    public async Task Get_AfterAChangeBelowTheOverlays_RendersAnew(string change)
    {
        _lab.Files.Write("share/overlays/named/rootfs/etc/extra", "x");
        var before = await GetAsync("n1");
        var file = Path.Combine(_lab.Files.Share, "overlays/named/rootfs/etc/extra");
        switch (change)
        {
            case "edit":
                await File.WriteAllTextAsync(file, "y");
                break;
            case "add":
                _lab.Files.Write("share/overlays/named/rootfs/etc/more", "x");
                break;
            case "remove":
                File.Delete(file);
                break;
            case "mode":
                File.SetUnixFileMode(file, UnixFileMode.UserRead);
                break;
            default:
                _lab.Files.Write("root/var/lib/warewulf/overlays/named/rootfs/etc/name.ww", "site {{ .Id }}\n");
                break;
        }

        Assert.Same(before, await GetAsync("n1"));
        await _lab.Get<OverlayWorkingCopy>().SyncAsync(CancellationToken.None);
        _lab.Time.Advance(Moment);
        Assert.NotEqual(before, await GetAsync("n1"));
    }

    [RootFact]
    public async Task Get_AfterAChangeOfOwner_RendersAnew()
    {
        var file = _lab.Files.Write("share/overlays/named/rootfs/etc/extra", "x");
        var before = await GetAsync("n1");
        using (var chown = Process.Start("chown", ["1234:5678", file]))
        {
            await chown.WaitForExitAsync();
        }

        _lab.Time.Advance(Moment);
        Assert.NotEqual(before, await GetAsync("n1"));
    }

    [Fact]
    public async Task Get_TemplateError_IsFoundOnceUntilSomethingChanges()
    {
        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Nonsense }}");
        var first = await FailAsync("n1");
        _lab.Time.Advance(Moment);
        Assert.Equal(ApiErrorCode.Invalid, first.Code);
        Assert.Same(first, await FailAsync("n1"));

        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Id }} again\n");
        _lab.Time.Advance(Moment);
        Assert.NotNull(await GetAsync("n1"));
    }

    [Fact]
    public async Task Get_StoreRefuses_IsTriedAgain()
    {
        Directory.Move(_lab.Paths.Blobs, _lab.Paths.Blobs + "-gone");
        Assert.Equal(ApiErrorCode.Unavailable, (await FailAsync("n1")).Code);
        Directory.Move(_lab.Paths.Blobs + "-gone", _lab.Paths.Blobs);
        Assert.NotNull(await GetAsync("n1"));
    }

    [Fact]
    public async Task Get_LinksThatLeadOutAndInCircles_AreNotFollowed()
    {
        Directory.CreateSymbolicLink(Path.Combine(_lab.Files.Share, "overlays/named/rootfs/all"), "/");
        Directory.CreateSymbolicLink(Path.Combine(_lab.Files.Share, "overlays/named/rootfs/self"), ".");
        File.CreateSymbolicLink(Path.Combine(_lab.Files.Share, "overlays/named/rootfs/dangling"), "/nope/nope");
        var watch = _lab.Get<OverlayWatch>();
        _lab.Time.Advance(Moment);
        var stamp = watch.Stamp();
        _lab.Time.Advance(Moment);
        Assert.Equal(stamp, watch.Stamp());
        Assert.NotNull(await GetAsync("n1"));
    }

    [Fact]
    public async Task Stamp_WhileFilesComeAndGo_NeverFails()
    {
        var watch = _lab.Get<OverlayWatch>();
        using var enough = new CancellationTokenSource();
        var churn = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                _lab.Files.Write("share/overlays/churn/rootfs/a/b/c", "x");
                Directory.Delete(Path.Combine(_lab.Files.Share, "overlays/churn"), recursive: true);
            }
        });
        try
        {
            for (var i = 0; i < 300; i++)
            {
                _lab.Time.Advance(Moment);
                watch.Stamp();
            }
        }
        finally
        {
            await enough.CancelAsync();
            await churn;
        }

        _lab.Time.Advance(Moment);
        var stamp = watch.Stamp();
        _lab.Time.Advance(Moment);
        Assert.Equal(stamp, watch.Stamp());
    }

    [Fact]
    public async Task Get_DifferentNodes_DifferOnlyWhereTheyRead()
    {
        Assert.NotEqual(await GetAsync("n1"), await GetAsync("n2"));
        Assert.Equal(await GetAsync("n1", OverlayKind.Runtime), await GetAsync("n2", OverlayKind.Runtime));
    }

    private Task<WarewulfException> FailAsync(string node) => Assert.ThrowsAsync<WarewulfException>(() => GetAsync(node));

    private Task<ArtifactRef> GetAsync(string node, OverlayKind kind = OverlayKind.System) =>
        _lab.Get<OverlayArtifacts>().GetAsync(_lab.Catalog.Current, _lab.Node(node), kind, CancellationToken.None);
}
