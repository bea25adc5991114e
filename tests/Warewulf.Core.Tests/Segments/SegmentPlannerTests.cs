using System.Net;
using Warewulf.Core.Boot;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Core.Site;

namespace Warewulf.Core.Tests.Segments;

[Trait("Suite", "Fast")]
public sealed class SegmentPlannerTests
{
    private static readonly HostInterface Private = new("br0", 2, IPAddress.Parse("10.77.0.1"), 24);
    private static readonly HostInterface Public = new("eth0", 1, IPAddress.Parse("198.51.100.7"), 24);

    [Fact]
    public void Segments_NothingConfigured_TakesTheFirstInterfaceWithItsLastQuarter()
    {
        var segment = Assert.Single(SegmentPlanner.Segments(SiteConfig.Default, [Private]));
        Assert.Equal("10.77.0.0/24", segment.Network.ToString());
        Assert.Equal(("10.77.0.191", "10.77.0.254"), (segment.RangeStart!.ToString(), segment.RangeEnd!.ToString()));
    }

    [Fact]
    public void Segments_PublicNetworkFoundOut_HasNoDynamicRange() =>
        Assert.Null(Assert.Single(SegmentPlanner.Segments(SiteConfig.Default, [Public])).RangeStart);

    [Fact]
    public void Segments_ConfiguredNetwork_HasOnlyWhatIsConfigured()
    {
        var site = new SiteConfig { Ipaddr = IPAddress.Parse("10.5.0.1"), Netmask = IPAddress.Parse("255.255.0.0") };
        var segment = Assert.Single(SegmentPlanner.Segments(site, [Private]));
        Assert.Equal("10.5.0.0/16", segment.Network.ToString());
        Assert.Null(segment.RangeStart);
    }

    [Fact]
    public void Segments_OnlyTheAddressConfigured_TakesThatInterface()
    {
        var site = new SiteConfig { Ipaddr = Private.Address };
        Assert.Equal("10.77.0.0/24", Assert.Single(SegmentPlanner.Segments(site, [Public, Private])).Network.ToString());
    }

    [Fact]
    public void Segments_NoInterface_AreNone() => Assert.Empty(SegmentPlanner.Segments(SiteConfig.Default, []));

    [Fact]
    public void Segments_DeclaredBesideAConfiguredNetwork_FollowIt()
    {
        var site = new SiteConfig { Ipaddr = Private.Address, Netmask = IPAddress.Parse("255.255.255.0"), Segments = [Declared("rack2", "10.0.2.0/24")] };
        Assert.Equal(["default 10.77.0.0/24", "rack2 10.0.2.0/24"], Named(SegmentPlanner.Segments(site, [Private])));
    }

    [Fact]
    public void Segments_DeclaredIsTheNetworkThatWouldBeFoundOut_IsThereOnce()
    {
        var site = new SiteConfig { Segments = [Declared("rack2", "10.77.0.0/16")] };
        Assert.Equal(["rack2 10.77.0.0/16"], Named(SegmentPlanner.Segments(site, [Private])));
    }

    [Fact]
    public void Segments_DeclaredOnAMachineWithoutNetwork_AreThere() =>
        Assert.Equal(["rack2 10.0.2.0/24"], Named(SegmentPlanner.Segments(new SiteConfig { Segments = [Declared("rack2", "10.0.2.0/24")] }, [])));

    [Fact]
    public void Resolve_FillsInWhatIsNotConfigured()
    {
        var site = SegmentPlanner.Resolve(SiteConfig.Default, [Private]);
        Assert.Equal(("10.77.0.1", "255.255.255.0", "10.77.0.0"), (site.Ipaddr!.ToString(), site.Netmask!.ToString(), site.Network!.ToString()));
    }

    [Fact]
    public void Snapshot_HoldsDevicesWithAHardwareAddress()
    {
        var node = new NodeConfig(NodeName.Parse("n1"), new NodeSettings
        {
            NetworkDevices = SortedMap<NetworkConfig>.Empty
                .SetItem("a", new NetworkConfig { Hwaddr = MacAddress.Parse("52:54:00:00:00:01"), Ipaddr = IPAddress.Parse("10.77.0.5") })
                .SetItem("b", new NetworkConfig { Hwaddr = MacAddress.Parse("52:54:00:00:00:02"), Ipaddr = IPAddress.Any })
                .SetItem("c", new NetworkConfig { Ipaddr = IPAddress.Parse("10.77.0.6") }),
        });
        var catalog = Catalog.Empty.Apply(new CatalogChange("test", DateTimeOffset.UnixEpoch, [new PutNode(node)]));
        var snapshot = SegmentPlanner.Snapshot(catalog, [Private]);
        Assert.Equal(2, snapshot.Hosts.Length);
        Assert.Equal(("a", true, "10.77.0.5"), (snapshot.Hosts[0].Network, snapshot.Hosts[0].Primary, snapshot.Hosts[0].Address!.ToString()));
        Assert.Null(snapshot.Hosts[1].Address);
        Assert.Equal(1, snapshot.Revision);
        Assert.Equal("warewulf/undionly.kpxe", snapshot.Loaders[ClientArchitecture.Bios]);
    }

    [Fact]
    public void Snapshot_NamesNodesWithoutAHardwareAddress()
    {
        var known = new NodeConfig(NodeName.Parse("n2"), new NodeSettings
        {
            NetworkDevices = SortedMap<NetworkConfig>.Empty.SetItem("a", new NetworkConfig { Hwaddr = MacAddress.Parse("52:54:00:00:00:02") }),
        });
        var addressOnly = new NodeConfig(NodeName.Parse("n3"), new NodeSettings
        {
            NetworkDevices = SortedMap<NetworkConfig>.Empty.SetItem("a", new NetworkConfig { Ipaddr = IPAddress.Parse("10.77.0.6") }),
        });
        var nothing = new NodeConfig(NodeName.Parse("n1"), new NodeSettings());
        var catalog = Catalog.Empty.Apply(new CatalogChange("test", DateTimeOffset.UnixEpoch, [new PutNode(known), new PutNode(addressOnly), new PutNode(nothing)]));

        Assert.Equal(["n1", "n3"], SegmentPlanner.Snapshot(catalog, [Private]).Unaddressed.Select(name => name.ToString()));
    }

    private static SegmentConfig Declared(string name, string network) => new(SegmentName.Parse(name), IPNetwork.Parse(network));

    private static IEnumerable<string> Named(IEnumerable<SegmentConfig> segments) => segments.Select(segment => $"{segment.Name} {segment.Network}");

    [Theory]
    [InlineData("255.255.255.0", 24)]
    [InlineData("0.0.0.0", 0)]
    [InlineData("255.255.255.255", 32)]
    [InlineData("255.0.255.0", null)]
    public void PrefixLength_OfMask_IsCounted(string mask, int? expected) => Assert.Equal(expected, Ipv4.PrefixLength(IPAddress.Parse(mask)));
}
