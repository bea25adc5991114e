using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp.Wire;

[Trait("Suite", "Fast")]
public sealed class DhcpPacketWriterTests
{
    [Fact]
    public void Write_SmallPacket_IsPaddedToTheMinimum()
    {
        var bytes = DhcpPacketWriter.Write(TestNetwork.Packet(DhcpMessageType.Offer, TestNetwork.Known), DhcpPacketWriter.DefaultMaximumLength);

        Assert.Equal(DhcpPacketWriter.MinimumLength, bytes.Length);
        Assert.Equal("63825363350102ff", Convert.ToHexStringLower(bytes.AsSpan(236, 8)));
        Assert.All(bytes[244..], b => Assert.Equal(0, b));
    }

    [Fact]
    public void Write_RelayInformation_ComesLast()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Offer, TestNetwork.Known, o => o
            .Add(DhcpOptionCode.RelayAgentInformation, new byte[] { 1, 1, 9 })
            .Add(DhcpOptionCode.Router, new byte[] { 10, 0, 0, 1 }));

        var bytes = DhcpPacketWriter.Write(packet, DhcpPacketWriter.DefaultMaximumLength);

        Assert.StartsWith("35010203040a0000015203010109ff", Convert.ToHexStringLower(bytes.AsSpan(240)), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LongOption_IsSplitAndJoinedAgain()
    {
        var value = Enumerable.Range(0, 600).Select(i => (byte)i).ToArray();
        var packet = TestNetwork.Packet(DhcpMessageType.Offer, TestNetwork.Known, o => o.Add(DhcpOptionCode.VendorSpecific, value));

        var bytes = DhcpPacketWriter.Write(packet, DhcpPacketWriter.LargestLength);

        Assert.Equal(value, DhcpPacketReader.Read(bytes).Packet!.Options.Find(DhcpOptionCode.VendorSpecific)!.Value.ToArray());
        Assert.Equal(240 + 3 + 600 + 6 + 1, bytes.Length);
    }

    [Fact]
    public void Write_MoreThanFits_UsesFileAndNameFields()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Offer, TestNetwork.Known, o => o
            .Add(DhcpOptionCode.VendorSpecific, new byte[250])
            .Add(DhcpOptionCode.BootFileName, new string('f', 100))
            .Add(DhcpOptionCode.TftpServerName, new string('s', 55)));

        var bytes = DhcpPacketWriter.Write(packet, DhcpPacketWriter.DefaultMaximumLength);
        var again = DhcpPacketReader.Read(bytes).Packet!;

        Assert.Equal(3u, again.Options.FindNumber(DhcpOptionCode.Overload));
        PacketAssert.Same(packet, again);
        Assert.True(bytes.Length <= DhcpPacketWriter.DefaultMaximumLength);
    }

    [Fact]
    public void Write_MoreThanFitsAnywhere_LeavesTheLeastImportantOut()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Offer, TestNetwork.Known, o => o
            .Add(DhcpOptionCode.VendorSpecific, new byte[250])
            .Add(DhcpOptionCode.BootFileName, new byte[250])
            .Add(DhcpOptionCode.Router, new byte[4]));

        var again = DhcpPacketReader.Read(DhcpPacketWriter.Write(packet, DhcpPacketWriter.DefaultMaximumLength)).Packet!;

        Assert.True(again.Options.Contains(DhcpOptionCode.VendorSpecific));
        Assert.False(again.Options.Contains(DhcpOptionCode.BootFileName));
        Assert.True(again.Options.Contains(DhcpOptionCode.Router));
    }

    [Theory]
    [InlineData(null, 548)]
    [InlineData(0u, 548)]
    [InlineData(300u, 548)]
    [InlineData(576u, 548)]
    [InlineData(1024u, 996)]
    [InlineData(1500u, 1472)]
    [InlineData(65535u, 1472)]
    public void MaximumLength_OfClientsWish_IsWithinWhatAllTakeAndEthernetCarries(uint? asked, int expected) =>
        Assert.Equal(expected, DhcpPacketWriter.MaximumLength(asked));

    [Fact]
    public void Write_TextThatDoesNotFit_IsTheCallersError()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Offer, TestNetwork.Known) with { File = new string('x', 128) };
        Assert.Throws<ArgumentException>(() => DhcpPacketWriter.Write(packet, DhcpPacketWriter.LargestLength));
    }

    [Fact]
    public void Write_RandomPackets_ReadBackTheSameAndStayWithinTheLimit()
    {
        const int Seed = 20_261;
        var random = new Random(Seed);
        for (var round = 0; round < 2_000; round++)
        {
            var packet = TestNetwork.Packet(DhcpMessageType.Ack, TestNetwork.Known) with
            {
                Xid = (uint)random.NextInt64(uint.MaxValue),
                File = random.Next(2) == 0 ? "" : new string('f', random.Next(1, 128)),
                ServerName = random.Next(2) == 0 ? "" : new string('s', random.Next(1, 64)),
            };
            foreach (var code in Enumerable.Range(60, random.Next(12)))
            {
                var value = new byte[random.Next(random.Next(10) == 0 ? 400 : 30)];
                random.NextBytes(value);
                packet.Options.Add((byte)code, value);
            }

            var limit = random.Next(DhcpPacketWriter.DefaultMaximumLength, DhcpPacketWriter.LargestLength);
            var bytes = DhcpPacketWriter.Write(packet, limit);
            var read = DhcpPacketReader.Read(bytes);

            Assert.True(read.Problem is null && bytes.Length <= limit && bytes.Length >= 300, $"seed {Seed}, round {round}: {read.Problem} {bytes.Length}");
            foreach (var option in read.Packet!.Options.All.Where(o => o.Code != DhcpOptionCode.Overload))
            {
                Assert.True(
                    packet.Options.Find(option.Code)!.Value.Span.SequenceEqual(option.Value.Span), $"seed {Seed}, round {round}: option {option.Code}");
            }
        }
    }
}
