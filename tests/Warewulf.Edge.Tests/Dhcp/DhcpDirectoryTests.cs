using System.Net;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp;

namespace Warewulf.Edge.Tests.Dhcp;

[Trait("Suite", "Fast")]
public sealed class DhcpDirectoryTests
{
    private static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:00:01");

    [Theory]
    [InlineData("10.0.5.6", "wide")]
    [InlineData("10.0.1.6", "narrow")]
    [InlineData("10.0.1.255", "narrow")]
    [InlineData("10.0.2.0", "wide")]
    [InlineData("11.0.0.1", null)]
    public void FindSegment_OverlappingNetworks_TakesTheNarrowest(string address, string? expected)
    {
        var directory = new DhcpDirectory(new SegmentSnapshot(1) { Segments = [Segment("wide", "10.0.0.0/16"), Segment("narrow", "10.0.1.0/24")] });
        Assert.Equal(expected, directory.FindSegment(IPAddress.Parse(address))?.Name.ToString());
    }

    [Fact]
    public void FindSegment_DefaultNetwork_HoldsEverything()
    {
        var directory = new DhcpDirectory(new SegmentSnapshot(1) { Segments = [Segment("all", "0.0.0.0/0")] });
        Assert.NotNull(directory.FindSegment(IPAddress.Parse("203.0.113.7")));
    }

    [Fact]
    public void FindHost_DeviceWithSeveralNetworks_TakesThatOfTheSegment()
    {
        var left = Segment("left", "10.1.0.0/24");
        var right = Segment("right", "10.2.0.0/24");
        var none = Segment("none", "10.3.0.0/24");
        var directory = new DhcpDirectory(new SegmentSnapshot(1)
        {
            Segments = [left, right, none],
            Hosts = [Host("l", "10.1.0.5"), Host("r", "10.2.0.5")],
        });

        Assert.Equal("l", directory.FindHost(Mac, left)!.Network);
        Assert.Equal("r", directory.FindHost(Mac, right)!.Network);
        Assert.Equal("l", directory.FindHost(Mac, none)!.Network);
        Assert.Null(directory.FindHost(MacAddress.Parse("52:54:00:00:00:02"), left));
        Assert.Equal("r", directory.FindReservation(IPAddress.Parse("10.2.0.5"))!.Network);
    }

    [Fact]
    public void Current_SameSnapshot_IsBuiltOnce()
    {
        SegmentSnapshot? snapshot = null;
        var source = new DhcpDirectorySource(() => snapshot);
        Assert.Null(source.Current);

        snapshot = new SegmentSnapshot(1);
        var first = source.Current;
        Assert.Same(first, source.Current);

        snapshot = new SegmentSnapshot(2);
        Assert.NotSame(first, source.Current);
        Assert.Equal(2, source.Current!.Snapshot.Revision);
    }

    [Fact]
    public void Current_SnapshotLost_KeepsTheLastDirectory()
    {
        SegmentSnapshot? snapshot = new(1);
        var source = new DhcpDirectorySource(() => snapshot);
        var first = source.Current;

        snapshot = null;

        Assert.Same(first, source.Current);
    }

    private static SegmentConfig Segment(string name, string network) => new(SegmentName.Parse(name), IPNetwork.Parse(network));

    private static SegmentHost Host(string network, string address) =>
        new(Mac, NodeName.Parse("n1"), network) { Address = IPAddress.Parse(address) };
}
