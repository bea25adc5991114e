using System.Net;
using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Tests.Nodes;

[Trait("Suite", "Fast")]
public sealed class NodeMergerTests
{
    [Fact]
    public void Merge_NestedProfiles_ComeBeforeTheOneThatNamesThem()
    {
        var node = Merge(
            new NodeSettings { Profiles = ["p1"], SystemOverlays = ["own"] },
            ("p1", new NodeSettings { Profiles = ["p2"], Init = "/p1", SystemOverlays = ["a"] }),
            ("p2", new NodeSettings { Init = "/p2", Root = "tmpfs", SystemOverlays = ["b"] }));
        Assert.Equal("/p1", node.Settings.Init);
        Assert.Equal("tmpfs", node.Settings.Root);
        Assert.Equal("b a own", string.Join(' ', node.Settings.SystemOverlays!.Value));
    }

    [Fact]
    public void Merge_ProfilesInACircle_AreEachAppliedOnce()
    {
        var node = Merge(
            new NodeSettings { Profiles = ["p1"] },
            ("p1", new NodeSettings { Profiles = ["p2"], RuntimeOverlays = ["a"] }),
            ("p2", new NodeSettings { Profiles = ["p1"], RuntimeOverlays = ["b"] }));
        Assert.Equal("b a", string.Join(' ', node.Settings.RuntimeOverlays!.Value));
    }

    [Fact]
    public void Merge_NegatedProfile_IsLeftOutWithoutWhatItNests()
    {
        var node = Merge(
            new NodeSettings { Profiles = ["p1", "~p2"] },
            ("p1", new NodeSettings { Profiles = ["p2"], SystemOverlays = ["1"] }),
            ("p2", new NodeSettings { Profiles = ["p3"], SystemOverlays = ["2"] }),
            ("p3", new NodeSettings { SystemOverlays = ["3"] }));
        Assert.Equal("3 1", string.Join(' ', node.Settings.SystemOverlays!.Value));
    }

    [Fact]
    public void Merge_NegatedListItem_RemovesAllOfThatName()
    {
        var node = Merge(
            new NodeSettings { Profiles = ["p1"], SystemOverlays = ["~hosts"], Kernel = new KernelConfig { Args = ["~quiet", "debug"] } },
            ("p1", new NodeSettings { SystemOverlays = ["wwinit", "hosts", "hosts"], Kernel = new KernelConfig { Args = ["quiet"], Version = "6" } }));
        Assert.Equal("wwinit", string.Join(' ', node.Settings.SystemOverlays!.Value));
        Assert.Equal("debug", string.Join(' ', node.Settings.Kernel!.Args!.Value));
        Assert.Equal("6", node.Settings.Kernel.Version);
    }

    [Fact]
    public void Merge_NetworkDevices_AreUnitedFieldByField()
    {
        var node = Merge(
            new NodeSettings { Profiles = ["p1"], NetworkDevices = Devices("default", new NetworkConfig { Ipaddr = IPAddress.Parse("10.0.0.5") }) },
            ("p1", new NodeSettings
            {
                NetworkDevices = Devices("default", new NetworkConfig { Netmask = IPAddress.Parse("255.255.255.0"), Mtu = "9000" })
                    .SetItem("ib", new NetworkConfig { Type = "infiniband" }),
            }));
        var device = node.NetworkDevices["default"];
        Assert.Equal(("10.0.0.5", "255.255.255.0", "9000"), (device.Ipaddr!.ToString(), device.Netmask!.ToString(), device.Mtu));
        Assert.Equal("infiniband", node.NetworkDevices["ib"].Type);
        Assert.Equal("default", node.PrimaryNetwork);
    }

    [Theory]
    [InlineData("ib", "ib")]
    [InlineData("absent", "default")]
    [InlineData(null, "default")]
    public void PrimaryNetwork_IsTheNamedOneOrTheFirst(string? named, string expected)
    {
        var node = Merge(new NodeSettings
        {
            PrimaryNetwork = named,
            NetworkDevices = Devices("ib", new NetworkConfig()).SetItem("default", new NetworkConfig()),
        });
        Assert.Equal(expected, node.PrimaryNetwork);
    }

    [Fact]
    public void Merge_CommentAndProfiles_AreTheNodesOwn()
    {
        var node = Merge(
            new NodeSettings { Profiles = ["p1"] },
            ("p1", new NodeSettings { Profiles = ["p2"], Comment = "of the profile", ClusterName = "c" }),
            ("p2", NodeSettings.Empty));
        Assert.Null(node.Settings.Comment);
        Assert.Equal("p1", string.Join(' ', node.Settings.Profiles!.Value));
        Assert.Equal("c", node.Settings.ClusterName);
    }

    [Fact]
    public void Merge_FalseOverTrue_IsFalse()
    {
        var node = Merge(
            new NodeSettings { Profiles = ["p1"], Disks = Disk(wipe: false) },
            ("p1", new NodeSettings { Disks = Disk(wipe: true) }));
        Assert.False(node.Settings.Disks!["/dev/sda"].WipeTable);
    }

    [Fact]
    public void Merge_Resources_JoinListsAndMergeMaps()
    {
        var node = Merge(
            new NodeSettings { Profiles = ["p1"], Resources = Resources("""{"fstab":[2],"map":{"b":{"y":2},"a":3}}""") },
            ("p1", new NodeSettings { Resources = Resources("""{"fstab":[1],"map":{"a":1,"b":{"x":1}},"only":"p1"}""") }));
        Assert.Equal("[1,2]", node.Settings.Resources!["fstab"].GetRawText());
        Assert.Equal("""{"a":3,"b":{"x":1,"y":2}}""", node.Settings.Resources["map"].GetRawText());
        Assert.Equal("\"p1\"", node.Settings.Resources["only"].GetRawText());
    }

    [Fact]
    public void Merge_UnknownProfile_IsReported()
    {
        var node = Merge(new NodeSettings { Profiles = ["gone"] });
        Assert.Equal("gone", string.Join(' ', node.UnknownProfiles));
    }

    private static EffectiveNode Merge(NodeSettings own, params (string Name, NodeSettings Settings)[] profiles) => new NodeMerger(
        name => profiles.Where(profile => profile.Name == name)
            .Select(profile => new ProfileConfig(ProfileName.Parse(profile.Name), profile.Settings))
            .FirstOrDefault()).Merge(new NodeConfig(NodeName.Parse("n1"), own));

    private static SortedMap<NetworkConfig> Devices(string name, NetworkConfig device) =>
        SortedMap<NetworkConfig>.Empty.SetItem(name, device);

    private static SortedMap<DiskConfig> Disk(bool wipe) =>
        SortedMap<DiskConfig>.Empty.SetItem("/dev/sda", new DiskConfig { WipeTable = wipe });

    private static SortedMap<JsonElement> Resources(string json) =>
        SortedMap<JsonElement>.From(JsonDocument.Parse(json).RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.Clone())));
}
