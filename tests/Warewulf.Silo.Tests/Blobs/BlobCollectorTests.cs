using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Nodes;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Blobs;

[Trait("Suite", "Fast")]
public sealed class BlobCollectorTests : IAsyncLifetime
{
    private static readonly ImageName Rocky = ImageName.Parse("rocky9");

    private SiloLab _lab = null!;

    private BlobCollector Collector => _lab.Get<BlobCollector>();

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"), build: true);
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Collect_OldAndNamedByNothing_GoesAndTheBuildStays()
    {
        var old = _lab.Catalog.Current.Images[Rocky].Build!;
        var orphan = await _lab.Blobs.PutAsync("orphan", gzip: false, new byte[100]);
        var build = await RebuildAsync("another");
        PassTwoDays();
        Assert.Equal(1, (await CollectAsync(dryRun: true)).Removed.Count);
        await ForgetOtherBuildsAsync();
        PassTwoDays();
        var before = Files();

        var tried = await CollectAsync(dryRun: true);
        Assert.Equal(before, Files());
        var report = await CollectAsync();

        // Of the old build: its segment, page and outline.
        Assert.Equal(tried with { DryRun = false, Warnings = report.Warnings }, report);
        Assert.Equal((before.Count, 4), (report.Examined.Count, report.Removed.Count));
        Assert.Equal(before.Count - 4, Files().Count);
        Assert.Equal(report.Examined.Count, report.Reachable.Count + report.Removed.Count);
        Assert.Equal(report.Examined.Bytes, report.Reachable.Bytes + report.Removed.Bytes);
        Assert.Empty(report.Warnings);
        Assert.Null(_lab.Blobs.Find(orphan.Digest));
        Assert.Null(_lab.Blobs.Find(old.Archive.Digest));
        Assert.NotEmpty(_lab.Read(build.Archive));
        Assert.All(build.ListArtifacts(), artifact => Assert.NotNull(_lab.Blobs.Find(artifact.Digest)));
        Assert.Equal(0, (await CollectAsync()).Removed.Count);
    }

    [Fact]
    public async Task Collect_BuildReplacedWithinTheDay_KeepsIt()
    {
        PassTwoDays();
        var old = _lab.Catalog.Current.Images[Rocky].Build!;
        await RebuildAsync("another");
        await ForgetOtherBuildsAsync();
        SetOld();
        Assert.Equal(0, (await CollectAsync()).Removed.Count);
        Assert.NotEmpty(_lab.Read(old.Archive));
        PassTwoDays();
        Assert.Equal(3, (await CollectAsync()).Removed.Count);
    }

    [Fact]
    public async Task Collect_WhatANodeWasToldToBoot_Stays()
    {
        await _lab.AddAsync("n1", ("image", "rocky9"), ("system-overlays", "plain"), ("runtime-overlays", "named"));
        var plan = await _lab.Grains.Get<INodeGrain>("n1").PlanAsync(
            new PlanRequest(MacAddress.Parse("02:00:00:00:00:01"), "edge1") { Stage = BootStage.Script }, CancellationToken.None);
        await RebuildAsync("another");
        await ForgetOtherBuildsAsync();
        PassTwoDays();
        Assert.Equal(0, (await CollectAsync()).Removed.Count);
        Assert.All([plan.Script, plan.Kernel, plan.Initramfs, plan.Image, plan.System, plan.Runtime], artifact => Assert.NotEmpty(_lab.Read(artifact)));
    }

    [Fact]
    public async Task Collect_OverlaysOfNodes_StayUntilTheNodeIsGone()
    {
        await _lab.AddAsync("n1", ("system-overlays", "plain"));
        var overlays = _lab.Get<Silo.Overlays.OverlayArtifacts>();
        var made = await overlays.GetAsync(_lab.Catalog.Current, _lab.Node("n1"), Silo.Overlays.OverlayKind.System, CancellationToken.None);
        PassTwoDays();
        Assert.Equal(0, (await CollectAsync()).Removed.Count);
        overlays.Forget(NodeName.Parse("n1"));
        PassTwoDays();
        Assert.Equal(made.Segments!.Count, (await CollectAsync()).Removed.Count);
        Assert.Null(overlays.LastGood(NodeName.Parse("n1"), Silo.Overlays.OverlayKind.System));
        var again = await overlays.GetAsync(_lab.Catalog.Current, _lab.Node("n1"), Silo.Overlays.OverlayKind.System, CancellationToken.None);
        Assert.Equal(made, again);
        Assert.NotEmpty(_lab.Read(again));
    }

    [Fact]
    public async Task Collect_YoungOrUsedAgain_StaysADay()
    {
        PassTwoDays();
        var used = await _lab.Blobs.PutAsync("used", gzip: false, new byte[10]);
        var unused = await _lab.Blobs.PutAsync("unused", gzip: false, new byte[20]);
        SetOld();
        Assert.Equal(used, await _lab.Blobs.PutAsync("used", gzip: false, new byte[10]));
        var report = await CollectAsync();
        Assert.Equal((1, 1), (report.Young.Count, report.Removed.Count));
        Assert.NotNull(_lab.Blobs.Find(used.Digest));
        Assert.Null(_lab.Blobs.Find(unused.Digest));
        _lab.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await CollectAsync()).Removed.Count);
    }

    [Fact]
    public async Task Collect_FromTheFuture_CountsFromNow()
    {
        PassTwoDays();
        var blob = await _lab.Blobs.PutAsync("blob", gzip: false, new byte[10]);
        File.SetLastWriteTimeUtc(_lab.Blobs.Find(blob.Digest)!, _lab.Time.GetUtcNow().AddYears(70).UtcDateTime);
        Assert.Equal(1, (await CollectAsync()).Young.Count);
        _lab.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await CollectAsync()).Removed.Count);
    }

    [Fact]
    public async Task Collect_Held_StaysUntilItIsGivenUp()
    {
        PassTwoDays();
        var blob = await _lab.Blobs.PutAsync("blob", gzip: false, new byte[10]);
        SetOld();
        var hold = _lab.Blobs.Hold();
        hold.Add(blob.Digest);
        Assert.Equal(1, (await CollectAsync()).InUse.Count);

        // Given up while a collection goes on, it may be named by a catalog that the collection did not see.
        var report = await Collector.CollectAsync(
            false,
            _ =>
            {
                hold.Dispose();
                return Task.CompletedTask;
            },
            CancellationToken.None);
        Assert.Equal(1, report.InUse.Count);
        Assert.Equal(1, (await CollectAsync()).Removed.Count);
    }

    [Theory]
    [InlineData("outline")]
    [InlineData("page")]
    public async Task Collect_RecipeDamaged_RemovesNothingUntilItIsBuiltAgain(string part)
    {
        var archive = _lab.Catalog.Current.Images[Rocky].Build!.Archive;
        await _lab.Blobs.PutAsync("orphan", gzip: false, new byte[100]);
        PassTwoDays();
        var outline = RecipeCodec.ReadOutline(await File.ReadAllBytesAsync(_lab.Blobs.Find(archive.Digest)!), "image");
        Damage(part == "outline" ? archive.Digest : outline.Pages[0].Digest);
        SetOld();

        var report = await CollectAsync();
        Assert.Equal(0, report.Removed.Count);
        Assert.True(report.Uncertain.Count >= 2);
        Assert.Contains("Run 'wwctl image build rocky9'.", Assert.Single(report.Warnings), StringComparison.Ordinal);

        // The damaged file was set aside with the first look, and goes when it is a day old.
        Assert.Equal(archive, (await RebuildAsync(null)).Archive);
        PassTwoDays();
        report = await CollectAsync();
        Assert.Equal((2, 0), (report.Removed.Count, report.Warnings.Count));
        Assert.NotEmpty(_lab.Read(archive));
    }

    [Fact]
    public async Task Collect_SegmentOrKernelMissing_NamesTheImage()
    {
        var build = _lab.Catalog.Current.Images[Rocky].Build!;
        File.Delete(_lab.Blobs.Find(build.Kernels[0].Kernel.Digest)!);
        File.Delete(_lab.Blobs.Find(_lab.Get<BlobRecipes>().List(build.Archive).Last())!);
        var warning = Assert.Single((await CollectAsync()).Warnings);
        Assert.StartsWith("Image 'rocky9' lacks 2 of its blobs on this head", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_WhileAnotherGoesOn_IsRefused()
    {
        var errors = new List<WarewulfException>();
        await Collector.CollectAsync(
            false, async _ => errors.Add(await Assert.ThrowsAsync<WarewulfException>(() => CollectAsync())), CancellationToken.None);
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Equal(ApiErrorCode.Busy, error.Code));
    }

    private Task<ImageGcResponse> CollectAsync(bool dryRun = false) => Collector.CollectAsync(dryRun, _ => Task.CompletedTask, CancellationToken.None);

    private async Task<ImageBuild> RebuildAsync(string? motd)
    {
        if (motd is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(_lab.Paths.ImageRoot(Rocky), "etc/motd"), motd);
        }

        return (await _lab.BuildAsync("rocky9")).Image.Build!;
    }

    // As when the newer ones have become more than are kept.
    private Task ForgetOtherBuildsAsync() => _lab.Catalog.CommitAsync(
        "test", null, current => [new PutImage(current.Images[Rocky] with { OtherBuilds = [] })], CancellationToken.None);

    private void PassTwoDays()
    {
        _lab.Time.Advance(TimeSpan.FromDays(2));
        SetOld();
    }

    private void SetOld() => Files().ForEach(file => File.SetLastWriteTimeUtc(file, _lab.Time.GetUtcNow().AddDays(-2).UtcDateTime));

    private void Damage(ArtifactDigest digest)
    {
        var path = _lab.Blobs.Find(digest)!;
        var content = File.ReadAllBytes(path);
        content[^1] ^= 1;
        File.WriteAllBytes(path, content);
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(_lab.Paths.Blobs, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
