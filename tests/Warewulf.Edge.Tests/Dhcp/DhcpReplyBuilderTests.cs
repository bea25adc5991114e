using System.Net;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp;

[Trait("Suite", "Fast")]
public sealed class DhcpReplyBuilderTests
{
    [Fact]
    public void Lease_OperatingSystem_GetsAddressSettingsOnly()
    {
        var reply = Offer(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));

        Assert.Equal([53, 54, 51, 58, 59, 1, 3, 28, 12], reply.Options.All.Select(o => (int)o.Code));
        Assert.Equal(DhcpPacket.BootReply, reply.Op);
        Assert.Equal(0x1234ABCDu, reply.Xid);
        Assert.Equal(IPAddress.Parse("10.77.0.11"), reply.YourAddress);
        Assert.Equal(IPAddress.Parse("10.77.0.1"), reply.Options.FindAddress(DhcpOptionCode.ServerIdentifier));
        Assert.Equal(3600u, reply.Options.FindNumber(DhcpOptionCode.LeaseTime));
        Assert.Equal(1800u, reply.Options.FindNumber(DhcpOptionCode.RenewalTime));
        Assert.Equal(3150u, reply.Options.FindNumber(DhcpOptionCode.RebindingTime));
        Assert.Equal(IPAddress.Parse("255.255.255.0"), reply.Options.FindAddress(DhcpOptionCode.SubnetMask));
        Assert.Equal(IPAddress.Parse("10.77.0.254"), reply.Options.FindAddress(DhcpOptionCode.Router));
        Assert.Equal(IPAddress.Parse("10.77.0.255"), reply.Options.FindAddress(DhcpOptionCode.BroadcastAddress));
        Assert.Equal("n1", reply.Options.FindText(DhcpOptionCode.HostName));
        Assert.Equal(IPAddress.Any, reply.NextServer);
        Assert.Equal("", reply.File);
    }

    [Fact]
    public void Lease_NodeWithItsOwnMaskAndRouter_GetsThose()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Remote) with { RelayAddress = TestNetwork.Ip("10.81.0.1") };

        var reply = Offer(packet, TestNetwork.Unicast("10.77.0.1"));

        Assert.Equal(IPAddress.Parse("10.81.0.12"), reply.YourAddress);
        Assert.Equal(IPAddress.Parse("255.255.0.0"), reply.Options.FindAddress(DhcpOptionCode.SubnetMask));
        Assert.Equal(IPAddress.Parse("10.81.0.9"), reply.Options.FindAddress(DhcpOptionCode.Router));
        Assert.Equal(IPAddress.Parse("10.81.255.255"), reply.Options.FindAddress(DhcpOptionCode.BroadcastAddress));
        Assert.Equal(7200u, reply.Options.FindNumber(DhcpOptionCode.LeaseTime));
        Assert.Equal(packet.RelayAddress, reply.RelayAddress);
        Assert.False(reply.Options.Contains(DhcpOptionCode.HostName));
    }

    [Fact]
    public void Lease_PxeFirmware_GetsServerFileAndNoReasonToWait()
    {
        var reply = Offer(TestNetwork.From("PXEClient:Arch:00007", 7, null, TestNetwork.Known));

        Assert.Equal(IPAddress.Parse("10.77.0.1"), reply.NextServer);
        Assert.Equal("10.77.0.1", reply.ServerName);
        Assert.Equal("warewulf/snponly.efi", reply.File);
        Assert.Equal("PXEClient", reply.Options.FindText(DhcpOptionCode.VendorClass));
        Assert.Equal("060108ff", Hex(reply, DhcpOptionCode.VendorSpecific));
        Assert.Equal("10.77.0.1", reply.Options.FindText(DhcpOptionCode.TftpServerName));
        Assert.Equal("warewulf/snponly.efi", reply.Options.FindText(DhcpOptionCode.BootFileName));
        Assert.False(reply.Options.Contains(DhcpOptionCode.Ipxe));
    }

    [Fact]
    public void Lease_HttpFirmware_GetsUrlAndItsVendorClass()
    {
        var reply = Offer(TestNetwork.From("HTTPClient:Arch:00016", 16, null, TestNetwork.Known));

        Assert.Equal("http://10.77.0.1:9873/efiboot/snponly.efi", reply.File);
        Assert.Equal("HTTPClient", reply.Options.FindText(DhcpOptionCode.VendorClass));
        Assert.False(reply.Options.Contains(DhcpOptionCode.VendorSpecific));
    }

    [Fact]
    public void Lease_Ipxe_GetsScriptUrlAndNoProxyWait()
    {
        var reply = Offer(TestNetwork.From("PXEClient", 0, "iPXE", TestNetwork.Known));

        Assert.Equal("b00101ff", Hex(reply, DhcpOptionCode.Ipxe));
        Assert.Equal(reply.File, reply.Options.FindText(DhcpOptionCode.BootFileName));
        Assert.False(reply.Options.Contains(DhcpOptionCode.VendorClass));
        Assert.False(reply.Options.Contains(DhcpOptionCode.VendorSpecific));
    }

    [Fact]
    public void Lease_ArchitectureWithoutLoader_GetsItsAddressAndNoBootOption()
    {
        var reply = Offer(TestNetwork.From("PXEClient", 27, null, TestNetwork.Known));

        Assert.Equal(IPAddress.Parse("10.77.0.11"), reply.YourAddress);
        Assert.Equal("", reply.File);
        Assert.False(reply.Options.Contains(DhcpOptionCode.VendorClass));
    }

    [Fact]
    public void Lease_IdentifiersAndRelayInformation_AreReturnedUnchanged()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known, o => o
            .Add(DhcpOptionCode.ClientIdentifier, new byte[] { 255, 1, 2, 3 })
            .Add(DhcpOptionCode.ClientMachineId, new byte[17])
            .Add(DhcpOptionCode.RelayAgentInformation, new byte[] { 1, 2, 7, 8, 2, 1, 9 }));

        var reply = Offer(packet);

        Assert.Equal("ff010203", Hex(reply, DhcpOptionCode.ClientIdentifier));
        Assert.Equal(17, reply.Options.Find(DhcpOptionCode.ClientMachineId)!.Value.Length);
        Assert.Equal("01020708020109", Hex(reply, DhcpOptionCode.RelayAgentInformation));
    }

    [Fact]
    public void Lease_LongestNamesAndIdentifiers_StillFitTheSmallestMessage()
    {
        var packet = TestNetwork.From("PXEClient", 7, null, MacAddress.Parse("52:54:00:77:00:01"));
        packet.Options.Add(DhcpOptionCode.ClientIdentifier, new byte[40]).Add(DhcpOptionCode.RelayAgentInformation, new byte[100]);

        var bytes = DhcpPacketWriter.Write(Offer(packet), DhcpPacketWriter.DefaultMaximumLength);
        var again = DhcpPacketReader.Read(bytes).Packet!;

        Assert.Equal(100, again.Options.Find(DhcpOptionCode.RelayAgentInformation)!.Value.Length);
        Assert.Equal("warewulf/snponly.efi", again.File);
    }

    [Fact]
    public void Refusal_ThroughARelay_AsksItToBroadcast()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Request, TestNetwork.Remote, o => o.Add(DhcpOptionCode.ClientIdentifier, new byte[] { 1 })) with
        {
            RelayAddress = TestNetwork.Ip("10.81.0.1"),
            ClientAddress = TestNetwork.Ip("10.81.0.99"),
        };

        var reply = DhcpReplyBuilder.Refusal(TestNetwork.Context(packet, TestNetwork.Unicast("10.77.0.1")), "no");

        Assert.Equal(DhcpPacket.BroadcastFlag, reply.Flags);
        Assert.Equal(IPAddress.Any, reply.ClientAddress);
        Assert.Equal([53, 54, 61, 56], reply.Options.All.Select(o => (int)o.Code));
    }

    [Fact]
    public void Settings_Inform_HasNeitherAddressNorLease()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Inform, TestNetwork.Known) with { ClientAddress = TestNetwork.Ip("10.77.0.11") };

        var reply = DhcpReplyBuilder.Settings(TestNetwork.Context(packet));

        Assert.Equal(IPAddress.Any, reply.YourAddress);
        Assert.Equal(packet.ClientAddress, reply.ClientAddress);
        Assert.False(reply.Options.Contains(DhcpOptionCode.LeaseTime));
        Assert.True(reply.Options.Contains(DhcpOptionCode.SubnetMask));
    }

    private static DhcpPacket Offer(DhcpPacket packet, Edge.Sockets.UdpReceived? received = null) =>
        new DhcpDecider().Decide(TestNetwork.Context(packet, received)).Reply!;

    private static string Hex(DhcpPacket packet, byte code) => Convert.ToHexStringLower(packet.Options.Find(code)!.Value.Span);
}
