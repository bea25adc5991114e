using Warewulf.Core.Nodes;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp;

[Trait("Suite", "Fast")]
public sealed class DhcpLanesTests
{
    private readonly DhcpLanes _lanes = new();

    [Fact]
    public void TryQueue_NothingInProgress_IsFree()
    {
        Assert.False(_lanes.TryQueue(Context(1), out _));
        _lanes.Enter(Context(1));
        Assert.False(_lanes.TryQueue(Context(1, mac: "52:54:00:77:09:98"), out _));
    }

    [Fact]
    public void TryQueue_SameTransactionAndType_IsADuplicate()
    {
        _lanes.Enter(Context(1));

        Assert.True(_lanes.TryQueue(Context(1), out var current));
        Assert.True(_lanes.TryQueue(Context(1, DhcpMessageType.Request), out var other));
        Assert.True(_lanes.TryQueue(Context(1, DhcpMessageType.Request), out var waiting));

        Assert.Equal(DhcpSilence.Duplicate, current);
        Assert.Null(other);
        Assert.Equal(DhcpSilence.Duplicate, waiting);
    }

    [Fact]
    public void Next_WaitingRequests_ComeInTheirOrderThenTheLaneCloses()
    {
        _lanes.Enter(Context(1));
        _lanes.TryQueue(Context(2), out _);
        _lanes.TryQueue(Context(3), out _);

        Assert.Equal(2u, _lanes.Next(TestNetwork.Unknown)!.Packet.Xid);
        Assert.Equal(3u, _lanes.Next(TestNetwork.Unknown)!.Packet.Xid);
        Assert.Null(_lanes.Next(TestNetwork.Unknown));
        Assert.Equal(0, _lanes.Busy);
    }

    [Fact]
    public void TryQueue_TooMany_IsBusy()
    {
        _lanes.Enter(Context(0));
        for (uint xid = 1; xid <= DhcpLanes.QueueLength; xid++)
        {
            _lanes.TryQueue(Context(xid), out var silence);
            Assert.Null(silence);
        }

        _lanes.TryQueue(Context(99), out var last);
        Assert.Equal(DhcpSilence.Busy, last);
    }

    private static DhcpContext Context(uint xid, DhcpMessageType type = DhcpMessageType.Discover, string? mac = null) =>
        TestNetwork.Context(TestNetwork.Packet(type, mac is null ? TestNetwork.Unknown : MacAddress.Parse(mac)) with { Xid = xid });
}
