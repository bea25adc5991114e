using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp;

namespace Warewulf.Edge.Tests.Dhcp;

[Trait("Suite", "Fast")]
public sealed class DhcpPlacementTests
{
    private static readonly HostInterface[] Found =
    [
        new("eth0", 2, TestNetwork.Ip("192.0.2.7"), 24),
        new("eth1", 3, TestNetwork.Ip("192.0.2.8"), 24),
        new("eth1", 3, TestNetwork.Ip("10.77.0.1"), 24),
        new("eth2", 4, TestNetwork.Ip("10.81.0.1"), 24),
    ];

    [Fact]
    public void Of_NothingNamed_IsEveryInterfaceInASegmentByItsAddressThere() =>
        Assert.Equal(["eth1 10.77.0.1 3", "eth2 10.81.0.1 4"], Interfaces(TestNetwork.Snapshot));

    [Fact]
    public void Of_InterfaceNamed_IsThatOneOnly() => Assert.Equal(["eth2 10.81.0.1 4"], Interfaces(TestNetwork.Snapshot, "eth2"));

    [Fact]
    public void Of_InterfaceOutsideEverySegmentNamed_IsListenedOnForRelays() =>
        Assert.Equal(["eth1 10.77.0.1 3", "eth0 192.0.2.7 2"], Interfaces(TestNetwork.Snapshot, "eth0", "eth1"));

    [Fact]
    public void Of_DhcpDisabled_IsNone() => Assert.Empty(Interfaces(TestNetwork.Snapshot with { DhcpEnabled = false }, "eth0"));

    [Fact]
    public void Of_AnyMachine_KnowsAllItsAddresses() =>
        Assert.Equal(Found.Select(item => item.Address), DhcpPlacement.Of(TestNetwork.Snapshot, ["eth2"], Found).OwnAddresses);

    private static IEnumerable<string> Interfaces(SegmentSnapshot snapshot, params string[] named) =>
        DhcpPlacement.Of(snapshot, named, Found).Interfaces.Select(on => $"{on.Name} {on.Address} {on.Index}");
}
