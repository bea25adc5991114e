using System.Net;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp.Wire;

[Trait("Suite", "Fast")]
public sealed class DhcpPacketReaderTests
{
    [Fact]
    public void Read_CapturedEdk2Discover_HasItsFields()
    {
        var packet = DhcpPacketReader.Read(Captures.Read("edk2-pxe-discover")).Packet!;

        Assert.Equal(DhcpPacket.BootRequest, packet.Op);
        Assert.Equal(DhcpMessageType.Discover, packet.MessageType);
        Assert.Equal("525400770002", Convert.ToHexStringLower(packet.HardwareAddress.Span));
        Assert.Equal(DhcpPacket.BroadcastFlag, packet.Flags);
        Assert.Equal("PXEClient:Arch:00007:UNDI:003000", packet.Options.FindText(DhcpOptionCode.VendorClass));
        Assert.Equal(7u, packet.Options.FindNumber(DhcpOptionCode.ClientArchitecture));
        Assert.Equal(17, packet.Options.Find(DhcpOptionCode.ClientMachineId)!.Value.Length);
        Assert.Equal([53, 57, 55, 97, 94, 93, 60], packet.Options.All.Select(o => (int)o.Code));
    }

    [Fact]
    public void Read_CapturedIpxeRequest_HasItsFields()
    {
        var packet = DhcpPacketReader.Read(Captures.Read("ipxe-bios-request")).Packet!;

        Assert.Equal(DhcpMessageType.Request, packet.MessageType);
        Assert.Equal("iPXE", packet.Options.FindText(DhcpOptionCode.UserClass));
        Assert.Equal(IPAddress.Parse("10.77.0.1"), packet.Options.FindAddress(DhcpOptionCode.ServerIdentifier));
        Assert.Equal(IPAddress.Parse("10.77.0.202"), packet.Options.FindAddress(DhcpOptionCode.RequestedAddress));
        Assert.Equal(0, packet.Flags);

        var own = new DhcpOptions();
        Assert.Null(DhcpOptionReader.Read(packet.Options.Find(DhcpOptionCode.Ipxe)!.Value.Span, own));
        Assert.NotEmpty(own.All);
    }

    [Fact]
    public void Read_CapturedRelayedRequest_HasRelayAddressAndHop()
    {
        var packet = DhcpPacketReader.Read(Captures.Read("relayed-udhcpc-discover")).Packet!;

        Assert.True(packet.IsRelayed);
        Assert.Equal(IPAddress.Parse("10.81.0.1"), packet.RelayAddress);
        Assert.Equal(1, packet.Hops);
    }

    [Fact]
    public void Read_EveryCapture_WrittenAgainIsTheSamePacket()
    {
        foreach (var name in Captures.All)
        {
            var packet = DhcpPacketReader.Read(Captures.Read(name)).Packet!;
            var again = DhcpPacketReader.Read(DhcpPacketWriter.Write(packet, DhcpPacketWriter.LargestLength)).Packet!;

            PacketAssert.Same(packet, again);
        }
    }

    [Fact]
    public void Read_EveryBeginningOfACapture_IsMalformedOrAPacket()
    {
        var whole = Captures.Read("edk2-http-request");
        for (var length = 0; length < whole.Length; length++)
        {
            var read = DhcpPacketReader.Read(whole.AsSpan(0, length));
            Assert.True(read.Packet is null != read.Problem is null);
            Assert.True(length >= DhcpPacketReader.HeaderLength || read.Problem is not null);
        }
    }

    [Fact]
    public void Read_WithoutMagicCookie_IsMalformed()
    {
        var bytes = Captures.Read("udhcpc-discover");
        bytes[236] ^= 1;
        Assert.Contains("cookie", DhcpPacketReader.Read(bytes).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 3, "neither")]
    [InlineData(2, 17, "hardware address")]
    public void Read_ImpossibleHeader_IsMalformed(int offset, byte value, string problem)
    {
        var bytes = Captures.Read("udhcpc-discover");
        bytes[offset] = value;
        Assert.Contains(problem, DhcpPacketReader.Read(bytes).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("350101", null)]
    [InlineData("000000350101FF", null)]
    [InlineData("350101FF3205", null)]
    [InlineData("35", "option 53 is cut off")]
    [InlineData("3502", "option 53 is cut off")]
    [InlineData("35010132040A4D00", "option 50 is cut off")]
    [InlineData("35020101FF", "option 53 is 2 bytes long")]
    [InlineData("3501013203010203FF", "option 50 is 3 bytes long")]
    [InlineData("3501013605010203040AFF", "option 54 is 5 bytes long")]
    [InlineData("350101390105FF", "option 57 is 1 bytes long")]
    [InlineData("350101340104FF", "option 52")]
    public void Read_Options_AreAcceptedOrNamedAsTheProblem(string options, string? problem)
    {
        byte[] bytes = [.. Captures.Read("udhcpc-discover")[..DhcpPacketReader.HeaderLength], .. Convert.FromHexString(options)];

        var read = DhcpPacketReader.Read(bytes);

        if (problem is null)
        {
            Assert.Equal(DhcpMessageType.Discover, read.Packet!.MessageType);
        }
        else
        {
            Assert.Contains(problem, read.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_OptionInParts_IsOneOption()
    {
        byte[] bytes = [.. Captures.Read("udhcpc-discover")[..DhcpPacketReader.HeaderLength], .. Convert.FromHexString("4302616235010143026364FF")];

        var packet = DhcpPacketReader.Read(bytes).Packet!;

        Assert.Equal("abcd", packet.Options.FindText(DhcpOptionCode.BootFileName));
        Assert.Equal(2, packet.Options.All.Count);
    }

    [Fact]
    public void Read_Overloaded_ReadsFileThenName()
    {
        byte[] bytes = [.. Captures.Read("udhcpc-discover")[..DhcpPacketReader.HeaderLength], .. Convert.FromHexString("340103350101430161FF")];
        Convert.FromHexString("430162FF").CopyTo(bytes, 108);
        Convert.FromHexString("430163FF").CopyTo(bytes, 44);

        var packet = DhcpPacketReader.Read(bytes).Packet!;

        Assert.Equal("abc", packet.Options.FindText(DhcpOptionCode.BootFileName));
        Assert.Equal("", packet.File);
        Assert.Equal("", packet.ServerName);
    }
}
