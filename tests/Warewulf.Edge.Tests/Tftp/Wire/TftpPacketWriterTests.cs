using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tests.Tftp.Wire;

[Trait("Suite", "Fast")]
public sealed class TftpPacketWriterTests
{
    [Theory]
    [InlineData(1, "00030001")]
    [InlineData(0xabcd, "0003ABCD")]
    [InlineData(0, "00030000")]
    public void WriteDataHeader_Block_IsGolden(int block, string hex)
    {
        var packet = new byte[4];

        TftpPacketWriter.WriteDataHeader(packet, (ushort)block);

        Assert.Equal(hex, Convert.ToHexString(packet));
    }

    [Fact]
    public void OptionAcknowledgement_TwoOptions_IsGolden() =>
        Assert.Equal(
            "0006" + "7473697A6500" + "31373800" + "626C6B53495A4500" + "3134363800",
            Convert.ToHexString(TftpPacketWriter.OptionAcknowledgement([new("tsize", "178"), new("blkSIZE", "1468")])));

    [Fact]
    public void Error_Text_IsGolden() =>
        Assert.Equal("00050001" + "6E6F206620" + "3F3F3F" + "00", Convert.ToHexString(TftpPacketWriter.Error(TftpErrorCode.FileNotFound, "no f \n\u00e9\0")));

    [Fact]
    public void Error_LongText_FitsTheSmallestPacket()
    {
        var packet = TftpPacketWriter.Error(TftpErrorCode.NotDefined, new string('y', 5000));

        Assert.Equal(4 + TftpPacketWriter.MaxErrorText + 1, packet.Length);
        Assert.True(packet.Length <= 516);
        Assert.Equal(0, packet[^1]);
    }
}
