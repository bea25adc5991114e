using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Tests.Catalogs;

[Trait("Suite", "Fast")]
public sealed class CatalogRestoreTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Restore_OperationsOfACatalog_IsThatCatalogAndGoesOn()
    {
        var catalog = Catalog.Empty
            .Apply(new CatalogChange("a", At, [
                new PutSite(Catalog.Empty.Site with { Netmask = System.Net.IPAddress.Parse("255.255.0.0") }),
                new PutProfile(new ProfileConfig(ProfileName.Parse("default"), NodeSettings.Empty with { Comment = "of all" })),
                new PutImage(new ImageConfig(ImageName.Parse("rocky9"), "docker://rocky:9", At)),
                new PutNode(new NodeConfig(NodeName.Parse("n1"), NodeSettings.Empty with { ImageName = "rocky9" }))]))
            .Apply(new CatalogChange("b", At.AddHours(1), [new PutNode(new NodeConfig(NodeName.Parse("n2"), NodeSettings.Empty))]));

        var restored = Catalog.Restore(catalog.Revision, catalog.CommittedAt, [.. catalog.Operations]);

        Assert.Equal((2, At.AddHours(1)), (restored.Revision, restored.CommittedAt));
        Assert.Equal(catalog.Operations, restored.Operations);
        Assert.Equal(3, restored.Apply(new CatalogChange("c", At, [new DeleteNode(NodeName.Parse("n1"))])).Revision);
    }

    [Fact]
    public void Share_EarlierCatalogReadAnew_IsMadeOfTheLaterOne()
    {
        var before = Catalog.Empty.Apply(new CatalogChange("a", At, [
            new PutProfile(new ProfileConfig(ProfileName.Parse("default"), NodeSettings.Empty)),
            new PutImage(new ImageConfig(ImageName.Parse("rocky9"), "docker://rocky:9", At)),
            .. Nodes("n1", "n2", "n3")]));
        var later = new CatalogChange("b", At.AddHours(1), [
            new PutSite(before.Site with { Netmask = System.Net.IPAddress.Parse("255.255.0.0") }),
            new PutProfile(new ProfileConfig(ProfileName.Parse("other"), NodeSettings.Empty)),
            new DeleteProfile(ProfileName.Parse("default")),
            new DeleteImage(ImageName.Parse("rocky9")),
            new PutImage(new ImageConfig(ImageName.Parse("rocky10"), "docker://rocky:10", At)),
            .. Nodes("n4"),
            new DeleteNode(NodeName.Parse("n1")),
            new PutNode(new NodeConfig(NodeName.Parse("n2"), NodeSettings.Empty with { Comment = "new" }))]);
        var after = before.Apply(later);
        var readAnew = Catalog.Restore(1, At, [.. Catalog.Empty.Replay(new CatalogChange("a", At, [.. before.Operations.Where(operation => operation is not PutNode), .. Nodes("n1", "n2", "n3")])).Operations]);

        var shared = after.Share(readAnew, later.Operations);

        Assert.Equal((1, At), (shared.Revision, shared.CommittedAt));
        Assert.Equal(before.Operations, shared.Operations);
        Assert.Same(after.Nodes[NodeName.Parse("n3")], shared.Nodes[NodeName.Parse("n3")]);
        Assert.NotSame(readAnew.Nodes[NodeName.Parse("n3")], shared.Nodes[NodeName.Parse("n3")]);
        Assert.Equal(3, shared.Index.Nodes.Count);
    }

    [Fact]
    public void Restore_EmptyCatalog_IsEmpty()
    {
        var restored = Catalog.Restore(0, DateTimeOffset.UnixEpoch, [.. Catalog.Empty.Operations]);

        Assert.Equal(0, restored.Revision);
        Assert.Empty(restored.Nodes);
        Assert.Same(Catalog.Empty.Site, restored.Site);
    }

    private static IEnumerable<CatalogOperation> Nodes(params string[] names) =>
        names.Select(name => new PutNode(new NodeConfig(NodeName.Parse(name), NodeSettings.Empty)));
}
