using System.Text;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tests.Tftp.Wire;

[Trait("Suite", "Fast")]
public sealed class TftpPacketReaderTests
{
    [Fact]
    public void ReadRequest_Edk2SizeProbe_IsRead()
    {
        var packet = Convert.FromHexString("0001736e706f6e6c792e656669006f63746574007473697a6500300062" + "6c6b73697a65003134363800" + "77696e646f7773697a65003400");

        var request = TftpPacketReader.ReadRequest(packet, out var problem);

        Assert.Null(problem);
        Assert.NotNull(request);
        Assert.Equal((false, "snponly.efi", TftpMode.Octet), (request.IsWrite, request.FileName, request.Mode));
        Assert.Equal([new("tsize", "0"), new("blksize", "1468"), new("windowsize", "4")], request.Options);
    }

    [Theory]
    [InlineData("\0\x01" + "a\0octet\0", false, "a", "Octet", 0)]
    [InlineData("\0\x02" + "a\0OCTET\0", true, "a", "Octet", 0)]
    [InlineData("\0\x01" + "/x/y.efi\0NetASCII\0", false, "/x/y.efi", "Netascii", 0)]
    [InlineData("\0\x01" + "a\0octet\0\0\0\0\0\0", false, "a", "Octet", 0)]
    [InlineData("\0\x01" + "a\0octet\0blksize\0" + "1468\0\0\0\0", false, "a", "Octet", 1)]
    [InlineData("\0\x01" + "a\0octet\0blksize\0" + "1468\0tsize\0", false, "a", "Octet", 1)]
    [InlineData("\0\x01" + "a\0octet\0blksize\0" + "1468", false, "a", "Octet", 0)]
    [InlineData("\0\x01" + "a\0octet\0blksize\0\0", false, "a", "Octet", 1)]
    public void ReadRequest_WellFormedOrPadded_IsRead(string packet, bool isWrite, string name, string mode, int options)
    {
        var request = TftpPacketReader.ReadRequest(Encoding.Latin1.GetBytes(packet), out var problem);

        Assert.Null(problem);
        Assert.NotNull(request);
        Assert.Equal((isWrite, name, mode, options), (request.IsWrite, request.FileName, request.Mode.ToString(), request.Options.Count));
    }

    [Theory]
    [InlineData("\0\x01", "malformed")]
    [InlineData("\0\x01" + "a", "malformed")]
    [InlineData("\0\x01" + "a\0", "malformed")]
    [InlineData("\0\x01" + "a\0octet", "malformed")]
    [InlineData("\0\x01" + "a\xff\0octet\0", "malformed")]
    [InlineData("\0\x01\0octet\0", "empty")]
    [InlineData("\0\x01" + "a\nb\0octet\0", "control")]
    [InlineData("\0\x01" + "a\x7f\0octet\0", "control")]
    [InlineData("\0\x01" + "a\0mail\0", "mode")]
    [InlineData("\0\x01" + "a\0\0", "mode")]
    public void ReadRequest_Malformed_SaysWhy(string packet, string why)
    {
        Assert.Null(TftpPacketReader.ReadRequest(Encoding.Latin1.GetBytes(packet), out var problem));

        Assert.Contains(why, problem);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("00", 0)]
    [InlineData("0004", 4)]
    [InlineData("0101", 257)]
    public void Opcode_AnyLength_IsGiven(string hex, int opcode) =>
        Assert.Equal(opcode, (int)TftpPacketReader.Opcode(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("00040000", true, 0)]
    [InlineData("0004ffff", true, 65535)]
    [InlineData("0004010200aa", true, 258)]
    [InlineData("000401", false, 0)]
    [InlineData("00030001", false, 0)]
    public void TryReadAcknowledgement_Packet_GivesTheBlock(string hex, bool isOne, int block)
    {
        Assert.Equal(isOne, TftpPacketReader.TryReadAcknowledgement(Convert.FromHexString(hex), out var read));
        Assert.Equal(block, read);
    }

    [Theory]
    [InlineData("\0\x05\0\x08" + "User aborted\0", true, 8, "User aborted")]
    [InlineData("\0\x05\0\x01" + "no end", true, 1, "no end")]
    [InlineData("\0\x05\0\0", true, 0, "")]
    [InlineData("\0\x05\0\0" + "a\r\x1b[b\xe9\0rest", true, 0, "a??[b?")]
    [InlineData("\0\x05\0", false, 0, "")]
    [InlineData("\0\x04\0\0", false, 0, "")]
    public void TryReadError_Packet_GivesCodeAndPrintableText(string packet, bool isOne, int code, string text)
    {
        Assert.Equal(isOne, TftpPacketReader.TryReadError(Encoding.Latin1.GetBytes(packet), out var readCode, out var readText));
        Assert.Equal((code, text), (readCode, readText));
    }

    [Fact]
    public void TryReadError_LongText_IsCut()
    {
        Assert.True(TftpPacketReader.TryReadError([0, 5, 0, 0, .. Enumerable.Repeat((byte)'x', 2000)], out _, out var text));

        Assert.Equal(new string('x', TftpPacketReader.MaxErrorText), text);
    }

    [Fact]
    public void ReadAnything_RandomBytes_NeverThrows()
    {
        const int Seed = 20261;
        var random = new Random(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var packet = new byte[random.Next(2, 80)];
            random.NextBytes(packet);
            packet[0] = 0;
            packet[1] = (byte)random.Next(8);
            var exception = Record.Exception(() =>
            {
                TftpPacketReader.ReadRequest(packet, out _);
                TftpPacketReader.TryReadAcknowledgement(packet, out _);
                TftpPacketReader.TryReadError(packet, out _, out _);
            });
            Assert.True(exception is null, $"seed {Seed}, packet {i}: {Convert.ToHexString(packet)}: {exception}");
        }
    }
}
