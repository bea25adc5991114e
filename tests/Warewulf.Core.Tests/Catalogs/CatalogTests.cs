using System.Net;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;
using Warewulf.Core.Site;
using Warewulf.Core.Tests.Nodes;

namespace Warewulf.Core.Tests.Catalogs;

[Trait("Suite", "Fast")]
public sealed class CatalogTests
{
    private const string Mac = "52:54:00:00:00:01";

    [Fact]
    public void Apply_Change_MakesTheNextRevisionAndLeavesTheOld()
    {
        var before = Catalog.Empty;
        var after = before.Apply(Change(new PutNode(Node("n1"))));
        Assert.Equal((0, 1), (before.Revision, after.Revision));
        Assert.Empty(before.Nodes);
        Assert.Single(after.Nodes);
    }

    [Fact]
    public void Apply_SameMacOnTwoNodes_IsRefusedNamingBoth()
    {
        var catalog = Catalog.Empty.Apply(Change(new PutNode(Node("n1", mac: Mac))));
        var error = Assert.Throws<WarewulfException>(() => catalog.Apply(Change(new PutNode(Node("n2", mac: Mac.ToUpperInvariant().Replace(':', '-'))))));
        Assert.Equal(ApiErrorCode.Conflict, error.Code);
        Assert.Contains("'n2'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'n1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_SameAddressOnTwoNodes_ReportsEveryProblem()
    {
        var change = Change(
            new PutNode(Node("n1", Mac, "10.0.0.1")), new PutNode(Node("n2", Mac, "10.0.0.1")), new PutNode(Node("n3", "52:54:00:00:00:03", "10.0.0.1")));
        var error = Assert.Throws<WarewulfException>(() => Catalog.Empty.Apply(change));
        Assert.Equal(2, error.Message.Split("10.0.0.1").Length - 1);
        Assert.Contains("'n3'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.9.0.1", null)]
    [InlineData("10.9.0.1", "623")]
    public void Apply_SameControllerOnTwoNodes_IsRefusedNamingBoth(string address, string? port)
    {
        var controller = new IpmiConfig { Ipaddr = IPAddress.Parse(address), Port = port };
        var change = Change(new PutNode(Node("n1", controller)), new PutNode(Node("n2", controller)));
        var error = Assert.Throws<WarewulfException>(() => Catalog.Empty.Apply(change));
        Assert.Contains("'n2'", error.Message, StringComparison.Ordinal);
        Assert.Contains(address, error.Message, StringComparison.Ordinal);
        Assert.Contains("'n1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_ControllersOfOneChassisOnTwoPorts_AreTwo()
    {
        var address = IPAddress.Parse("10.9.0.1");
        var change = Change(
            new PutNode(Node("n1", new IpmiConfig { Ipaddr = address, Port = "6231" })), new PutNode(Node("n2", new IpmiConfig { Ipaddr = address, Port = "6232" })));
        Assert.Equal(2, Catalog.Empty.Apply(change).Nodes.Count);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("fd00::1")]
    public void Apply_NodeWithTheHeadsAddress_IsRefused(string address)
    {
        var site = new SiteConfig { Ipaddr = IPAddress.Parse("10.0.0.1"), Ipaddr6 = IPAddress.Parse("fd00::1") };
        var catalog = Catalog.Empty.Apply(Change(new PutSite(site)));
        var error = Assert.Throws<WarewulfException>(() => catalog.Apply(Change(new PutNode(Node("n1", address: address)))));
        Assert.Contains("the head's own", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_AfterSeveralReplayedChanges_IsTheOneMadeFromNothing()
    {
        var catalog = Catalog.Empty.Apply(Change([.. Enumerable.Range(1, 300).Select(i => new PutNode(Node($"n{i}", address: $"10.0.{i / 200}.{(i % 200) + 1}")))]));
        _ = catalog.Index;
        var later = catalog.Replay(Change(new DeleteNode(NodeName.Parse("n1")), new PutNode(Node("n2", mac: Mac))))
            .Replay(Change(new PutNode(Node("n1", address: "10.9.9.9"))))
            .Replay(Change(new DeleteNode(NodeName.Parse("n3"))));
        Assert.Equal("n2", later.Index.Find(MacAddress.Parse(Mac))!.Name.ToString());
        Assert.Equal(299, later.Index.Nodes.Count);
        Assert.Null(later.Index.Find(NodeName.Parse("n3")));
        Assert.Same(catalog.Index.Find(NodeName.Parse("n4")), later.Index.Find(NodeName.Parse("n4")));
        Assert.Equal("10.9.9.9", later.Index.Find(NodeName.Parse("n1"))!.PrimaryDevice!.Ipaddr!.ToString());
    }

    [Fact]
    public void Apply_OtherChangeToANodeWhoseAddressTheHeadHasTaken_IsNoProblem()
    {
        var catalog = Catalog.Empty.Apply(Change(new PutNode(Node("n1", address: "10.0.0.1"))))
            .Apply(Change(new PutSite(new SiteConfig { Ipaddr = IPAddress.Parse("10.0.0.1") })));
        Assert.Equal(3, catalog.Apply(Change(new PutNode(Node("n1", mac: Mac, address: "10.0.0.1")))).Revision);
    }

    [Fact]
    public void Apply_NodesSwappingAddresses_IsOneChange()
    {
        var catalog = Catalog.Empty.Apply(Change(new PutNode(Node("n1", address: "10.0.0.1")), new PutNode(Node("n2", address: "10.0.0.2"))));
        var swapped = catalog.Apply(Change(new PutNode(Node("n1", address: "10.0.0.2")), new PutNode(Node("n2", address: "10.0.0.1"))));
        Assert.Equal(2, swapped.Revision);
    }

    [Fact]
    public void Apply_UnknownImageOrProfile_IsRefused()
    {
        var node = new NodeConfig(NodeName.Parse("n1"), new NodeSettings { ImageName = "rocky9", Profiles = ["gpu"] });
        var error = Assert.Throws<WarewulfException>(() => Catalog.Empty.Apply(Change(new PutNode(node))));
        Assert.Contains("'rocky9'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'gpu'", error.Message, StringComparison.Ordinal);
        Assert.Contains("wwctl image import", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_DeletingAnImageInUse_IsRefusedNamingTheNodes()
    {
        var image = ImageName.Parse("rocky9");
        var catalog = Catalog.Empty.Apply(Change(
            new PutImage(new ImageConfig(image, "/src", DateTimeOffset.UnixEpoch)),
            new PutNode(new NodeConfig(NodeName.Parse("n1"), new NodeSettings { ImageName = "rocky9" })),
            new PutNode(new NodeConfig(NodeName.Parse("n2"), new NodeSettings { ImageName = "rocky9" }))));
        var error = Assert.Throws<WarewulfException>(() => catalog.Apply(Change(new DeleteImage(image))));
        Assert.Contains("n[1-2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_FindsNodesByAnyOfTheirMacs()
    {
        var catalog = Catalog.Empty.Apply(Change(new PutNode(Node("n1", Mac))));
        Assert.Equal("n1", catalog.Index.Find(MacAddress.Parse(Mac))?.Name.ToString());
        Assert.Null(catalog.Index.Find(MacAddress.Parse("52:54:00:00:00:99")));
    }

    [Fact]
    public void Change_WrittenAndReadAsJson_MakesTheSameCatalog()
    {
        var digest = ArtifactDigest.Of("image"u8);
        var build = new ImageBuild(new ArtifactRef(digest, 5, "a.img.gz") { Gzip = true }, 10, 1, DateTimeOffset.UnixEpoch)
        {
            Kernels = [new ImageKernel("/boot/vmlinuz-6.1.0", "6.1.0", true, new ArtifactRef(digest, 5, "vmlinuz-6.1.0"), null)],
        };
        var settings = NodeFields.All.Where(field => field.Kind != NodeFieldKind.ResourceMap && field.Flag is not ("profile" or "image")).Aggregate(
            NodeSettings.Empty,
            (s, field) => field.Set(s, NodeFieldSamples.Target, NodeFieldSamples.Of(field))) with
        {
            Resources = SortedMap<JsonElement>.Empty.SetItem("r", JsonDocument.Parse("""{"a":[1,"b"]}""").RootElement.Clone()),
        };
        CatalogChange[] changes =
        [
            Change(new PutImage(new ImageConfig(ImageName.Parse("a"), "/src", DateTimeOffset.UnixEpoch) { Build = build })),
            Change(
                new PutProfile(new ProfileConfig(ProfileName.Parse("default"), new NodeSettings { Init = "/init" })),
                new PutNode(new NodeConfig(NodeName.Parse("n1"), settings with { Profiles = ["default"], ImageName = "a" })),
                new PutSite(new SiteConfig { Ipaddr = IPAddress.Parse("10.0.0.1"), PrefixLen6 = 64 })),
        ];
        foreach (var change in changes)
        {
            var json = JsonSerializer.Serialize(change, ApiJsonContext.Default.CatalogChange);
            var again = JsonSerializer.Deserialize(json, ApiJsonContext.Default.CatalogChange)!;
            Assert.Equal(json, JsonSerializer.Serialize(again, ApiJsonContext.Default.CatalogChange));
        }

        var catalog = changes.Aggregate(Catalog.Empty, (current, change) => current.Apply(
            JsonSerializer.Deserialize(JsonSerializer.Serialize(change, ApiJsonContext.Default.CatalogChange), ApiJsonContext.Default.CatalogChange)!));
        Assert.Equal("text", catalog.Index.Find(NodeName.Parse("n1"))!.Settings.Init);
        Assert.Equal(digest, catalog.Images[ImageName.Parse("a")].Build!.FindKernel("6.1")!.Kernel.Digest);
        Assert.Equal("10.0.0.1", catalog.Site.Ipaddr!.ToString());
    }

    private static NodeConfig Node(string name, string? mac = null, string? address = null) => new(NodeName.Parse(name), new NodeSettings
    {
        NetworkDevices = SortedMap<NetworkConfig>.Empty.SetItem("default", new NetworkConfig
        {
            Hwaddr = mac is null ? null : MacAddress.Parse(mac),
            Ipaddr = address is null ? null : IPAddress.Parse(address),
        }),
    });

    private static NodeConfig Node(string name, IpmiConfig controller) => new(NodeName.Parse(name), new NodeSettings { Ipmi = controller });

    private static CatalogChange Change(params CatalogOperation[] operations) => new("test", DateTimeOffset.UnixEpoch, operations);
}
