using System.Text;
using Warewulf.Core;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Nodes;
using Warewulf.Grains.Segments;
using Warewulf.Silo.Boot;
using Warewulf.Silo.Nodes;
using Warewulf.Silo.Segments;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class NodePlannerTests : IAsyncLifetime
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    private SiloLab _lab = null!;

    public async Task InitializeAsync() => _lab = await SiloLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Plan_EverythingThere_IsCompleteAndEveryBlobExists()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"), build: true);
        await _lab.AddAsync("n1", ("image", "rocky9"), ("system-overlays", "plain"), ("runtime-overlays", "named,hosts"), ("kernelargs", "quiet"));
        var plan = await PlanAsync();
        Assert.Empty(plan.Problems);
        Assert.Equal(("rocky9", "6.1.0-1", "quiet"), (plan.ImageName, plan.KernelVersion, Assert.Single(plan.KernelArgs)));
        Assert.All([plan.Script, plan.Kernel, plan.Initramfs, plan.Image, plan.System, plan.Runtime], blob => Assert.NotEmpty(_lab.Read(blob)));
        Assert.Equal(_lab.Catalog.Current.Revision, plan.Revision);
    }

    [Fact]
    public async Task Plan_NoImage_SaysHowToGiveOne()
    {
        await _lab.AddAsync("n1");
        Assert.Equal("Node 'n1' has no image. Give it one with 'wwctl node set n1 --image NAME'.", Assert.Single((await PlanAsync()).Problems));
    }

    [Fact]
    public async Task Plan_ImageNeverBuilt_SaysHowToBuildIt()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        await _lab.AddAsync("n1", ("image", "rocky9"));
        Assert.Equal(
            "Node 'n1' cannot use image 'rocky9': it was never built. Run 'wwctl image build rocky9'.", Assert.Single((await PlanAsync()).Problems));
    }

    [Theory]
    [InlineData(null, null, "it has no kernel")]
    [InlineData("6.1.0-1", "5.14", "kernel '5.14'")]
    public async Task Plan_NoSuchKernel_SaysWhich(string? there, string? wanted, string expected)
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree", there), build: true);
        await _lab.AddAsync("n1", ("image", "rocky9"), ("kernelversion", wanted ?? ""));
        Assert.Contains(expected, Assert.Single((await PlanAsync()).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_NextBootNamesAnImageThatIsGone_SaysWhich()
    {
        await _lab.AddAsync("n1");
        var plan = await _lab.Get<INodePlanner>().PlanAsync(
            NodeName.Parse("n1"), new NextBoot { ImageName = "gone" }, CancellationToken.None);
        Assert.Contains("image 'gone'", Assert.Single(plan.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_OverlayMissing_IsAProblemAndTheRestIsThere()
    {
        await _lab.AddAsync("n1", ("system-overlays", "plain,nope"), ("runtime-overlays", "named"));
        var plan = await PlanAsync();
        Assert.Contains(plan.Problems, problem => problem.Contains("overlay 'nope'", StringComparison.Ordinal));
        Assert.Null(plan.System);
        Assert.NotNull(plan.Runtime);
    }

    [Fact]
    public async Task Plan_OverlayNameWithAPath_IsAProblem()
    {
        await _lab.AddAsync("n1", ("system-overlays", "../../etc"));
        Assert.Contains((await PlanAsync()).Problems, problem => problem.Contains("not a valid overlay name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_TemplateBreaks_KeepsTheLastGoodAndNamesTheLine()
    {
        await _lab.AddAsync("n1", ("system-overlays", "named"));
        var good = (await PlanAsync()).System;
        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "one\n{{ .Nope }}\n");
        _lab.Time.Advance(Moment);
        var plan = await PlanAsync();
        Assert.Equal(good, plan.System);
        var problem = Assert.Single(plan.Problems, text => text.Contains("'named'", StringComparison.Ordinal));
        Assert.Contains("2", problem, StringComparison.Ordinal);
        Assert.Contains("'n1'", problem, StringComparison.Ordinal);

        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "mended {{ .Id }}\n");
        _lab.Time.Advance(Moment);
        plan = await PlanAsync();
        Assert.DoesNotContain(plan.Problems, text => text.Contains("'named'", StringComparison.Ordinal));
        Assert.NotEqual(good, plan.System);
    }

    [Fact]
    public async Task Plan_BlobsCannotBeStored_IsAProblemNotAFailure()
    {
        await _lab.AddAsync("n1", ("system-overlays", "plain"));
        Directory.Delete(_lab.Paths.Blobs, recursive: true);
        var plan = await PlanAsync();
        Assert.Null(plan.System);
        Assert.Contains(plan.Problems, problem => problem.Contains("cannot be stored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_UnknownNode_IsNotFound() => Assert.Equal(
        Core.Api.ApiErrorCode.NotFound, (await Assert.ThrowsAsync<WarewulfException>(() => PlanAsync("nope"))).Code);

    [Fact]
    public async Task Plan_SiteScript_OverridesTheInstalledOne()
    {
        await _lab.AddAsync("n1");
        Assert.Contains("default", Encoding.UTF8.GetString(_lab.Read((await PlanAsync()).Script)), StringComparison.Ordinal);
        _lab.Files.Write("root/etc/warewulf/ipxe/default.ipxe", "#!ipxe\necho ours\n");
        Assert.Contains("ours", Encoding.UTF8.GetString(_lab.Read((await PlanAsync()).Script)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("../default")]
    [InlineData("..")]
    [InlineData("/etc/passwd")]
    public async Task Plan_ScriptThatIsNotThere_IsAProblem(string template)
    {
        await _lab.AddAsync("n1", ("ipxe", template));
        var plan = await PlanAsync();
        Assert.Null(plan.Script);
        Assert.Contains(plan.Problems, problem => problem.Contains("boot script", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindTemplate_ADirectoryInItsPlace_SaysItCannotBeRead()
    {
        Directory.CreateDirectory(Path.Combine(_lab.Files.Root, "etc/warewulf/ipxe/odd.ipxe"));
        await Assert.ThrowsAsync<WarewulfException>(() => _lab.Get<BootTemplates>().FindAsync("odd"));
    }

    [Fact]
    public async Task Report_KnownAndUnknownMachines_ReachTheirGrains()
    {
        await _lab.AddAsync("n1", ("hwaddr", "52:54:00:00:00:01"));
        var at = _lab.Time.GetUtcNow();
        await _lab.Get<BootDesk>().ReportAsync(
            new BootEventBatch(
                "e",
                [
                    new BootEvent(MacAddress.Parse("52:54:00:00:00:01"), BootStage.Dhcp, at) { PowerOn = true },
                    new BootEvent(MacAddress.Parse("52:54:00:00:00:02"), BootStage.Dhcp, at),
                ]),
            CancellationToken.None);
        var status = await _lab.Get<NodeStatusReader>().ReadAsync([], CancellationToken.None);
        Assert.Equal(NodeBootState.Booting, Assert.Single(status.Nodes).State);
        Assert.Equal("52:54:00:00:00:02", Assert.Single(status.Discovered).Mac.ToString());
        Assert.Single(await _lab.Grains.Get<IDiscoveryGrain>("default").ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Snapshot_CallerAheadOrBehind_IsAnsweredAtOnceAndUpToDateWaits()
    {
        var snapshots = _lab.Get<SnapshotService>();
        var revision = _lab.Catalog.Current.Revision;
        Assert.Equal(revision, (await snapshots.NextAsync(revision + 5, null, TimeSpan.FromDays(1), CancellationToken.None))!.Revision);
        Assert.Equal(revision, (await snapshots.NextAsync(revision - 1, null, TimeSpan.FromDays(1), CancellationToken.None))!.Revision);
        var waiting = snapshots.NextAsync(revision, null, TimeSpan.FromSeconds(30), CancellationToken.None);
        await _lab.AddAsync("n1");
        Assert.Equal(revision + 1, (await waiting)!.Revision);
        Assert.Same(snapshots.Current, snapshots.Current);
        var idle = snapshots.NextAsync(revision + 1, null, TimeSpan.FromSeconds(30), CancellationToken.None);
        _lab.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(await idle);
    }

    private Task<BootPlan> PlanAsync(string node = "n1") => _lab.Get<INodePlanner>().PlanAsync(NodeName.Parse(node), null, CancellationToken.None);
}
