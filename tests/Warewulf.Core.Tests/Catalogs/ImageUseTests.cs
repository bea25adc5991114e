using System.Text;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Tests.Catalogs;

/// <summary>What nodes and profiles may say of images, and what follows for the images.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageUseTests
{
    private static readonly ImageName Rocky = ImageName.Parse("rocky9");

    private readonly Catalog _catalog = Catalog.Empty.Apply(Change(
        new PutImage(Built("rocky9", "a", "b", "c")),
        new PutImage(new ImageConfig(ImageName.Parse("new"), "/src", DateTimeOffset.UnixEpoch))));

    [Theory]
    [InlineData("rocky9")]
    [InlineData("rocky9@3")]
    [InlineData("rocky9@1")]
    [InlineData("new")]
    public void Apply_ImageThatIsThere_IsTaken(string image) =>
        Assert.Equal(image, _catalog.Apply(Change(Node("n1", image))).Index.Find(NodeName.Parse("n1"))!.Settings.ImageName);

    [Theory]
    [InlineData("rocky9@4", "Node 'n1' cannot use image 'rocky9@4': it has no generation 4, but 3, 2, 1. See 'wwctl image history rocky9'.")]
    [InlineData("new@1", "Node 'n1' cannot use image 'new@1': it has no generation 1, because it was never built. Run 'wwctl image build new'.")]
    [InlineData("none@1", "Node 'n1' cannot use image 'none@1': there is none of that name. See 'wwctl image list', or import it with 'wwctl image import'.")]
    [InlineData("rocky9@x", "Node 'n1' cannot use image 'rocky9@x': that is no name of an image. Write NAME, or NAME@3 for generation 3 of it; see 'wwctl image list'.")]
    public void Apply_ImageThatIsNotThere_IsRefused(string image, string message)
    {
        var error = Assert.Throws<WarewulfException>(() => _catalog.Apply(Change(Node("n1", image))));
        Assert.Equal((ApiErrorCode.Conflict, message), (error.Code, error.Message));
    }

    [Fact]
    public void CountUsers_PinsAndCurrent_AreCountedWhereTheyBoot()
    {
        var catalog = _catalog.Apply(Change(
            Profile("old", "rocky9@1"), Node("n1", "rocky9"), Node("n2", "rocky9@3"), Node("n3", "rocky9@2"), NodeOf("n4", "old"), Node("n5", "new"), Node("n6", null)));
        var image = catalog.Images[Rocky];
        Assert.Equal(4, catalog.Index.CountUsers(Rocky));
        Assert.Equal([2, 1, 1], image.Generations.Select(build => catalog.Index.CountUsers(image, build)));
        Assert.Equal([1, 2, 3], ImageUsers.Of(catalog, Rocky).Pinned.Order());
    }

    [Theory]
    [InlineData("rocky9", null, "Image 'rocky9' cannot be deleted: it is named by node 'n[1-2]'. Give another there first, as with 'wwctl node set --image NAME'.")]
    [InlineData("rocky9@2", "rocky9@1", "Image 'rocky9' cannot be deleted: it is named by node 'n[1-2]' and profile 'gpu'. Give another there first, as with 'wwctl node set --image NAME'.")]
    [InlineData(null, "rocky9", "Image 'rocky9' cannot be deleted: it is named by profile 'gpu'. Give another there first, as with 'wwctl node set --image NAME'.")]
    public void Apply_DeletingAnImageThatIsNamed_IsRefusedNamingThem(string? nodes, string? profile, string message)
    {
        var catalog = _catalog.Apply(Change(Node("n1", nodes), Node("n2", nodes), Node("n3", "new"), Profile("gpu", profile)));
        var error = Assert.Throws<WarewulfException>(() => catalog.Apply(Change(new DeleteImage(Rocky))));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Rename_OfThoseWhoNameIt_KeepsTheirPins()
    {
        var catalog = _catalog.Apply(Change(Node("n1", "rocky9@2"), Node("n2", "new"), Profile("gpu", "rocky9")));
        var renamed = catalog.Apply(Change(
            [new PutImage(catalog.Images[Rocky].Rename(ImageName.Parse("r9"))), .. ImageUsers.Of(catalog, Rocky).Rename(ImageName.Parse("r9")), new DeleteImage(Rocky)]));
        Assert.Equal(["r9@2", "new"], renamed.Nodes.Values.Select(node => node.Settings.ImageName));
        Assert.Equal("r9", Assert.Single(renamed.Profiles).Value.Settings.ImageName);
        Assert.Equal(0, BootChanges.CountOtherImage(catalog, renamed));
    }

    [Fact]
    public void CountOtherImage_RolledBack_AreThoseThatNameNoGeneration()
    {
        var catalog = _catalog.Apply(Change(Node("n1", "rocky9"), Node("n2", "rocky9@3"), Node("n3", "rocky9@2"), Node("n4", "new"), Node("n5", null)));
        var image = catalog.Images[Rocky];
        var back = catalog.Apply(Change(new PutImage(image.Boot(image.Find(2)!)), Node("n6", "rocky9")));
        Assert.Equal(1, BootChanges.CountOtherImage(catalog, back));
        Assert.Equal(2, BootChanges.CountOtherImage(catalog, catalog.Apply(Change(Node("n1", "new"), Node("n5", "rocky9")))));
    }

    [Fact]
    public void Diff_OfImages_TellsWhatMeansSomething()
    {
        var image = _catalog.Images[Rocky];
        var back = _catalog.Apply(Change(new PutImage(image.Boot(image.Find(2)!)), new DeleteImage(ImageName.Parse("new"))));
        var groups = CatalogDiff.Between(_catalog, back);
        Assert.Equal(["changed rocky9", "removed new"], groups.Select(group => $"{group.Verb} {group.Names}"));
        Assert.Equal(["build 3 → 2", "build.archive"], groups[0].Changes.Select(change => change.Path == "build" ? $"build {change.Before} → {change.After}" : change.Path));
        Assert.Equal(["imported", "source"], groups[1].Changes.Select(change => change.Path));
        var built = _catalog.Apply(Change(new PutImage(image.Take(Build("d"), 2, new HashSet<int>()))));
        var generations = CatalogDiff.Between(_catalog, built).Single().Changes.Single(change => change.Path == "generations");
        Assert.Equal(("[3, 2, 1]", "[4, 3]"), (generations.Before, generations.After));
    }

    [Fact]
    public void Conflict_ImageChangedSinceItWasSeen_IsTold()
    {
        var image = _catalog.Images[Rocky];
        var later = _catalog.Apply(Change(new PutImage(image.Take(Build("d"), 10, new HashSet<int>()))));
        Assert.Equal(["image 'rocky9': build was changed from 3 to 4 meanwhile"], ChangeConflict.Find(_catalog, later, [new PutImage(image)]));
        Assert.Equal(["image 'new' was removed meanwhile"], ChangeConflict.Find(
            _catalog, _catalog.Apply(Change(new DeleteImage(ImageName.Parse("new")))), [new DeleteImage(ImageName.Parse("new"))]));
        Assert.Empty(ChangeConflict.Find(_catalog, later, [new DeleteImage(ImageName.Parse("new"))]));
    }

    private static ImageConfig Built(string name, params string[] contents) => contents.Aggregate(
        new ImageConfig(ImageName.Parse(name), "/src", DateTimeOffset.UnixEpoch), (image, content) => image.Take(Build(content), 10, new HashSet<int>()));

    private static ImageBuild Build(string content) =>
        new(new ArtifactRef(ArtifactDigest.Of(Encoding.UTF8.GetBytes(content)), 1, "rocky9.img.gz") { Gzip = true }, 1, 1, DateTimeOffset.UnixEpoch);

    private static CatalogChange Change(params CatalogOperation[] operations) => new("test", DateTimeOffset.UnixEpoch, operations);

    private static PutNode Node(string name, string? image) => new(new NodeConfig(NodeName.Parse(name), new NodeSettings { ImageName = image }));

    private static PutNode NodeOf(string name, string profile) => new(new NodeConfig(NodeName.Parse(name), new NodeSettings { Profiles = [profile] }));

    private static PutProfile Profile(string name, string? image) => new(new ProfileConfig(ProfileName.Parse(name), new NodeSettings { ImageName = image }));
}
