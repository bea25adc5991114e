using System.Net;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp;

[Trait("Suite", "Fast")]
public sealed class DhcpRequestReaderTests
{
    [Fact]
    public void Read_Broadcast_IsOfTheInterfacesSegmentAndServer()
    {
        var context = TestNetwork.Context(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));

        Assert.Equal("default", context.Segment.Name.ToString());
        Assert.Equal(IPAddress.Parse("10.77.0.1"), context.ServerAddress);
        Assert.Equal("n1", context.Host!.Node.ToString());
        Assert.Equal(TestNetwork.Now, context.Now);
    }

    [Fact]
    public void Read_Relayed_IsOfTheRelaysSegment()
    {
        var (context, _) = TestNetwork.Read(Captures.Read("relayed-udhcpc-request"), TestNetwork.Unicast("10.77.0.2"));

        Assert.Equal("remote", context!.Segment.Name.ToString());
        Assert.Equal(IPAddress.Parse("10.77.0.2"), context.ServerAddress);
    }

    [Fact]
    public void Read_RenewalSentToUsDirectlyFromBehindARelay_IsOfTheSegmentOfItsAddress()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Request, TestNetwork.Remote) with { ClientAddress = TestNetwork.Ip("10.81.0.12") };

        var context = TestNetwork.Context(packet, TestNetwork.Unicast("10.77.0.1"));

        Assert.Equal("remote", context.Segment.Name.ToString());
        Assert.True(context.IsRenewal);
    }

    [Fact]
    public void Read_BroadcastWithAnAddressOfAnotherSegment_StaysInTheInterfacesSegment()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Request, TestNetwork.Remote) with { ClientAddress = TestNetwork.Ip("10.81.0.12") };
        Assert.Equal("default", TestNetwork.Context(packet).Segment.Name.ToString());
    }

    [Fact]
    public void Read_RelayOfNoSegment_IsSilent()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known) with { RelayAddress = TestNetwork.Ip("172.16.0.1") };
        Assert.Equal(DhcpSilence.NoSegment, Silence(packet));
    }

    [Fact]
    public void Read_Garbage_IsMalformedWithTheReason()
    {
        var (_, silence) = TestNetwork.Read([1, 2, 3]);
        Assert.Equal(DhcpSilence.Malformed, silence!.Silence);
        Assert.Contains("shorter", silence.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ReplyOrBootp_IsNotForServers()
    {
        Assert.Equal(DhcpSilence.NotForServers, Silence(TestNetwork.Packet(DhcpMessageType.Offer, TestNetwork.Known) with { Op = DhcpPacket.BootReply }));
        Assert.Equal(DhcpSilence.NotForServers, Silence(new DhcpPacket { HardwareAddress = TestNetwork.Known.ToBytes() }));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(1, "000000000000")]
    [InlineData(1, "5254007700")]
    [InlineData(32, "525400770001")]
    [InlineData(32, "")]
    public void Read_HardwareAddressNotOfEthernet_IsSilent(byte type, string address)
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known) with
        {
            HardwareType = type,
            HardwareAddress = Convert.FromHexString(address),
        };
        Assert.Equal(DhcpSilence.NoHardwareAddress, Silence(packet));
    }

    [Fact]
    public void Read_WithoutSnapshotOrDisabled_IsSilent()
    {
        var bytes = Captures.Read("udhcpc-discover");
        var reader = new DhcpRequestReader(() => [TestNetwork.Interface.Address]);

        var without = reader.Read(bytes, TestNetwork.Broadcast, TestNetwork.Interface, null, TestNetwork.Now);
        var disabled = TestNetwork.Read(bytes, null, new DhcpDirectory(TestNetwork.Snapshot with { DhcpEnabled = false }));

        Assert.Equal(DhcpSilence.NoSnapshot, without.Silence!.Silence);
        Assert.Equal(DhcpSilence.Disabled, disabled.Silence!.Silence);
    }

    private static DhcpSilence? Silence(DhcpPacket packet) =>
        TestNetwork.Read(DhcpPacketWriter.Write(packet, DhcpPacketWriter.DefaultMaximumLength)).Silence!.Silence;
}
