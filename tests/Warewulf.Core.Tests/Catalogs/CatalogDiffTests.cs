using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;
using Warewulf.Core.Site;

namespace Warewulf.Core.Tests.Catalogs;

[Trait("Suite", "Fast")]
public sealed class CatalogDiffTests
{
    private static readonly Catalog Before = Catalog.Empty.Apply(Change([.. Enumerable.Range(1, 5).Select(i => Put($"n{i}", "root", "tmpfs"))]));

    [Fact]
    public void Of_SameChangeToSeveralNodes_IsToldOnceWithTheirNamesFolded()
    {
        var change = Change(Put("n1", "root", "ramfs"), Put("n2", "root", "ramfs"), Put("n4", "init", "/x"), new DeleteNode(NodeName.Parse("n5")), Put("n6", "init", "/y"));
        var after = Before.Apply(change);
        var groups = CatalogDiff.Of(change, Before, after);
        Assert.Equal(
            ["changed n[1-2] root", "changed n4 init,root", "added n6 init", "removed n5 root"],
            groups.Select(group => $"{group.Verb} {group.Names} {string.Join(',', group.Changes.Select(c => c.Path))}"));
        Assert.Equal(groups.Select(group => group.Names).Order(), CatalogDiff.Between(Before, after).Select(group => group.Names).Order());
        Assert.Equal(2, groups[0].Count);
    }

    [Fact]
    public void Between_NothingChanged_IsEmpty() => Assert.Empty(CatalogDiff.Between(Before, Before.Apply(Change(Put("n1", "root", "tmpfs")))));

    [Fact]
    public void Of_ProfileAndSite_AreTold()
    {
        var change = Change(
            new PutProfile(new ProfileConfig(ProfileName.Parse("default"), new NodeSettings { Init = "/init" })),
            new PutSite(SiteConfig.Default with { Fqdn = "head.example" }));
        var groups = CatalogDiff.Of(change, Before, Before.Apply(change));
        Assert.Equal(["profile default init <unset> \"/init\"", "site warewulf.conf fqdn <unset> \"head.example\""], groups.Select(group =>
            $"{group.Kind} {group.Names} {group.Changes.Single().Path} {group.Changes.Single().Before} {group.Changes.Single().After}"));
    }

    private static CatalogChange Change(params CatalogOperation[] operations) => new("test", DateTimeOffset.UnixEpoch, operations);

    private static PutNode Put(string name, string flag, string value) =>
        new(new NodeConfig(NodeName.Parse(name), NodeFields.Find(flag).Set(NodeSettings.Empty, FieldTarget.Default, value)));
}
