using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Boot;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Nodes;
using Warewulf.Silo.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Builds as generations: what makes a new one, which are kept, which a node boots, and the way back.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageGenerationTests : IAsyncLifetime
{
    private static readonly ImageName Rocky = ImageName.Parse("rocky9");

    private SiloLab _lab = null!;

    private ImageService Images => _lab.Get<ImageService>();

    private ImageConfig Image => _lab.Catalog.Current.Images[Rocky];

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Build_Changed_IsTheNextGenerationWithItsAuthor()
    {
        await BuildAsync("a");
        Write("b");
        var second = await _lab.Builder.BuildAsync(new ImageBuildRequest(Rocky) { Author = "ada" }, null, CancellationToken.None);
        Assert.Equal((2, "ada", false), (second.Image.Build!.Generation, second.Image.Build.Author, second.Unchanged));
        Assert.Equal(["2", "1"], Kept());
        Assert.NotEmpty(_lab.Read(Image.Find(1)!.Archive));
    }

    [Fact]
    public async Task Build_NothingChanged_IsNoCommitAndSaysSo()
    {
        await BuildAsync("a");
        var revision = _lab.Catalog.Current.Revision;
        var again = await _lab.BuildAsync("rocky9");
        Assert.Equal((true, 1, revision), (again.Unchanged, again.Image.Build!.Generation, again.Revision));
        Assert.Equal(revision, _lab.Catalog.Current.Revision);
    }

    [Fact]
    public async Task Build_BackToWhatItWas_IsThatGenerationAgain()
    {
        await BuildAsync("a");
        await BuildAsync("b");
        var again = await BuildAsync("a");
        Assert.Equal((true, 1, 2), (again.Unchanged, again.Image.Build!.Generation, again.Image.LastGeneration));
        Assert.Equal(3, (await BuildAsync("c")).Image.Build!.Generation);
    }

    [Fact]
    public async Task Build_MoreThanAreKept_TrimsInTheSameCommitAndSparesPins()
    {
        await _lab.Catalog.CommitAsync("admin", null, current => [new PutSite(current.Site with { Warewulf = current.Site.Warewulf with { ImageGenerations = 2 } })], default);
        await BuildAsync("a");
        await _lab.AddAsync("n1", ("image", "rocky9@1"));
        await BuildAsync("b");
        await BuildAsync("c");
        var revision = _lab.Catalog.Current.Revision;
        await BuildAsync("d");
        Assert.Equal(revision + 1, _lab.Catalog.Current.Revision);
        Assert.Equal(["4", "3", "1"], Kept());
        await _lab.SetAsync("n1", ("image", "rocky9"));
        await BuildAsync("e");
        Assert.Equal(["5", "4"], Kept());
    }

    [Fact]
    public async Task Import_Force_KeepsTheGenerations()
    {
        await BuildAsync("a");
        await BuildAsync("b");
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("other", motd: "c"), force: true);
        Assert.Equal(["2", "1"], Kept());
        Assert.Equal(3, (await _lab.BuildAsync("rocky9")).Image.Build!.Generation);
    }

    [Fact]
    public async Task Plan_Pinned_BootsThatGenerationUnderTheImagesName()
    {
        await BuildAsync("a");
        await BuildAsync("b");
        await _lab.AddAsync("n1", ("image", "rocky9@1"));
        await _lab.AddAsync("n2", ("image", "rocky9"));
        var pinned = await PlanAsync("n1");
        Assert.Equal((Image.Find(1)!.Archive, "rocky9@1", "rocky9.img.gz"), (pinned.Image, pinned.ImageName, pinned.Image!.FileName));
        Assert.Empty(pinned.Problems);
        Assert.Equal(Image.Find(2)!.Archive, (await PlanAsync("n2")).Image);
        await Assert.ThrowsAsync<WarewulfException>(() => _lab.SetAsync("n1", ("image", "rocky9@3")));
    }

    [Fact]
    public async Task Plan_PinnedToWhatIsGone_SaysWhatThereIs()
    {
        await BuildAsync("a");
        await _lab.AddAsync("n1");
        var plan = await _lab.Get<INodePlanner>().PlanAsync(NodeName.Parse("n1"), new NextBoot { ImageName = "rocky9@7" }, default);
        Assert.Equal("Node 'n1' cannot use image 'rocky9@7': it has no generation 7, but 1. See 'wwctl image history rocky9'.", Assert.Single(plan.Problems));
    }

    [Fact]
    public async Task Rollback_WithoutANumber_IsTheOneBeforeAndTellsWhomItConcerns()
    {
        await BuildAsync("a");
        await BuildAsync("b");
        await BuildAsync("c");
        await _lab.AddAsync("n[1-3]", ("image", "rocky9"));
        await _lab.AddAsync("n4", ("image", "rocky9@1"));
        var preview = await RollbackAsync(request => request with { DryRun = true });
        Assert.Equal((3, 3), (preview.OtherImage, Image.Build!.Generation));
        Assert.Contains(preview.Differences.Single().Changes, change => change is { Path: "build", Before: "3", After: "2" });
        var done = await RollbackAsync();
        Assert.Equal((2, 3), (Image.Build!.Generation, Image.LastGeneration));
        Assert.Contains("tree of image 'rocky9' stays as it is", Assert.Single(done.Warnings), StringComparison.Ordinal);
        Assert.Equal("c", await File.ReadAllTextAsync(Motd));
        Assert.Equal(Image.Find(2)!.Archive, (await PlanAsync("n1")).Image);
        Assert.Equal([(3, false, 0), (2, true, 3), (1, false, 1)], Images.History(Rocky).Generations.Select(g => (g.Build.Generation, g.IsCurrent, g.Nodes)));

        // What the tree holds is generation 3 still.
        var again = await _lab.BuildAsync("rocky9");
        Assert.Equal((3, true), (again.Image.Build!.Generation, again.Unchanged));
    }

    [Theory]
    [InlineData("none", null, ApiErrorCode.NotFound, "There is no image 'none'")]
    [InlineData("rocky9", 2, ApiErrorCode.Conflict, "that is the one nodes boot")]
    [InlineData("rocky9", 3, ApiErrorCode.NotFound, "it has no generation 3, but 2, 1")]
    [InlineData("rocky9", 0, ApiErrorCode.NotFound, "it has no generation 0, but 2, 1")]
    [InlineData("new", null, ApiErrorCode.Conflict, "it was never built")]
    public async Task Rollback_Wrong_IsRefused(string image, int? generation, ApiErrorCode code, string message)
    {
        await BuildAsync("a");
        await BuildAsync("b");
        await _lab.ImportAsync("new", _lab.Files.Tree("other"));
        var revision = _lab.Catalog.Current.Revision;
        var error = await Assert.ThrowsAsync<WarewulfException>(
            () => Images.RollbackAsync(new ImageRollbackRequest(ImageName.Parse(image)) { Generation = generation }, default));
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(revision, _lab.Catalog.Current.Revision);
    }

    [Fact]
    public async Task Rollback_FirstOrChangedMeanwhile_IsRefused()
    {
        await BuildAsync("a");
        Assert.Contains("no generation before 1", (await Assert.ThrowsAsync<WarewulfException>(() => RollbackAsync())).Message, StringComparison.Ordinal);
        await BuildAsync("b");
        var seen = _lab.Catalog.Current.Revision;
        await BuildAsync("c");
        var error = await Assert.ThrowsAsync<WarewulfException>(() => RollbackAsync(request => request with { Seen = seen }));
        Assert.Contains("image 'rocky9': build was changed from 2 to 3 meanwhile", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<WarewulfException>(() => RollbackAsync(request => request with { IfRevision = seen }));
        Assert.Equal(3, Image.Build!.Generation);
    }

    [Fact]
    public async Task Kernels_OfBuilds_CountTheNodesThatResolveToThem()
    {
        await BuildAsync("a");
        _lab.Files.Write("root/var/lib/warewulf/chroots/rocky9/rootfs/boot/vmlinuz-6.2.0-1", "newer");
        await _lab.BuildAsync("rocky9");
        await _lab.ImportAsync("new", _lab.Files.Tree("other"));
        await _lab.AddAsync("n[1-2]", ("image", "rocky9"));
        await _lab.AddAsync("n3", ("image", "rocky9"), ("kernelversion", "6.1"));
        await _lab.AddAsync("n4", ("image", "rocky9@1"));
        var kernels = Images.Kernels([]);
        Assert.Equal(
            [("/boot/vmlinuz-6.1.0-1", false, 2), ("/boot/vmlinuz-6.2.0-1", true, 2)],
            kernels.Kernels.Select(view => (view.Kernel.Path, view.Kernel.IsDefault, view.Nodes)));
        Assert.Contains("'new' was never built", Assert.Single(kernels.Warnings), StringComparison.Ordinal);
        Assert.Empty(Images.Kernels([ImageName.Parse("new")]).Kernels);
        Assert.Throws<WarewulfException>(() => Images.Kernels([ImageName.Parse("none")]));
    }

    [Fact]
    public async Task Show_ImageOrTree_TellsItsPlace()
    {
        await _lab.AddAsync("n[1-2]", ("image", "rocky9"));
        var details = Images.Show(Rocky);
        Assert.Equal((_lab.Paths.ImageRoot(Rocky), "6.1.0-1", 2), (details.RootDirectory, details.KernelVersion, details.Nodes.Count));
        _lab.Files.Write("root/var/lib/warewulf/chroots/stray/rootfs/boot/vmlinuz-5.14.0", "k");
        var stray = Images.Show(ImageName.Parse("stray"));
        Assert.Equal((null, "5.14.0"), (stray.Image, stray.KernelVersion));
        Assert.Throws<WarewulfException>(() => Images.Show(ImageName.Parse("none")));
    }

    [Fact]
    public async Task List_WithTreeSizes_AreThoseOfTheFiles()
    {
        Assert.Null(Assert.Single((await Images.ListAsync(false, default)).Images).TreeSize);
        Assert.Equal(ImageTree.Measure(_lab.Paths.ImageRoot(Rocky), default), Assert.Single((await Images.ListAsync(true, default)).Images).TreeSize);
    }

    [Fact]
    public async Task Build_DryRun_TellsWhatChangedAndStoresNothing()
    {
        await BuildAsync("a");
        Write("changed");
        var revision = _lab.Catalog.Current.Revision;
        var preview = (await _lab.Builder.BuildAsync(new ImageBuildRequest(Rocky) { DryRun = true }, null, default)).Preview!;
        Assert.Equal((true, 0, 1, 0), (preview.IsAgainstBefore, preview.Added, preview.Changed, preview.Removed));
        Assert.True(preview.BytesToRead >= "changed".Length);
        Assert.Equal(revision, _lab.Catalog.Current.Revision);
    }

    private string Motd => Path.Combine(_lab.Paths.ImageRoot(Rocky), "etc/motd");

    private void Write(string motd)
    {
        File.WriteAllText(Motd, motd);
        File.SetLastWriteTimeUtc(Motd, DateTime.UnixEpoch.AddDays(1));
    }

    private async Task<ImageResponse> BuildAsync(string motd)
    {
        Write(motd);
        return await _lab.BuildAsync("rocky9");
    }

    private Task<CommitResponse> RollbackAsync(Func<ImageRollbackRequest, ImageRollbackRequest>? change = null)
    {
        var request = new ImageRollbackRequest(Rocky);
        return Images.RollbackAsync(change?.Invoke(request) ?? request, CancellationToken.None);
    }

    private IEnumerable<string> Kept() => Image.Generations.Select(build => $"{build.Generation}");

    private Task<BootPlan> PlanAsync(string node) => _lab.Get<INodePlanner>().PlanAsync(NodeName.Parse(node), null, CancellationToken.None);
}
