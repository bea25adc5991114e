using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Warewulf.Edge.Dhcp.Wire;

/// <summary>Reads DHCP messages. Nothing a sender can write makes it throw.</summary>
internal static class DhcpPacketReader
{
    /// <summary>The length of the fixed part with the magic cookie; options follow.</summary>
    public const int HeaderLength = 240;

    /// <summary>The four bytes before the options (RFC 2131 section 3).</summary>
    public const uint MagicCookie = 0x63825363;

    private const int NameOffset = 44;
    private const int NameLength = 64;
    private const int FileOffset = 108;
    private const int FileLength = 128;

    /// <summary>Reads a datagram. The packet has copies of the bytes, so the buffer can be used again.</summary>
    public static DhcpReadResult Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < HeaderLength)
        {
            return DhcpReadResult.Malformed($"shorter than the {HeaderLength} bytes of a header");
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(datagram[236..]) != MagicCookie)
        {
            return DhcpReadResult.Malformed("no DHCP magic cookie");
        }

        if (datagram[0] is not (DhcpPacket.BootRequest or DhcpPacket.BootReply))
        {
            return DhcpReadResult.Malformed("neither a request nor a reply");
        }

        if (datagram[2] > 16)
        {
            return DhcpReadResult.Malformed("hardware address longer than its field");
        }

        var options = new DhcpOptions();
        var problem = DhcpOptionReader.Read(datagram[HeaderLength..], options);
        if (problem is not null)
        {
            return DhcpReadResult.Malformed(problem);
        }

        var overload = options.FindNumber(DhcpOptionCode.Overload) ?? 0;
        problem = ReadOverloaded(datagram, overload, options) ?? DhcpOptionReader.CheckLengths(options);
        return problem is null ? new DhcpReadResult(Assemble(datagram, overload, options), null) : DhcpReadResult.Malformed(problem);
    }

    // The order is that of RFC 3396 section 5: options, then file, then sname.
    private static string? ReadOverloaded(ReadOnlySpan<byte> datagram, uint overload, DhcpOptions options)
    {
        if (overload > 3)
        {
            return "option 52 is none of 1, 2 and 3";
        }

        var problem = (overload & 1) == 0 ? null : DhcpOptionReader.Read(datagram.Slice(FileOffset, FileLength), options);
        return problem ?? ((overload & 2) == 0 ? null : DhcpOptionReader.Read(datagram.Slice(NameOffset, NameLength), options));
    }

    private static DhcpPacket Assemble(ReadOnlySpan<byte> datagram, uint overload, DhcpOptions options) => new()
    {
        Op = datagram[0],
        HardwareType = datagram[1],
        Hops = datagram[3],
        Xid = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
        Secs = BinaryPrimitives.ReadUInt16BigEndian(datagram[8..]),
        Flags = BinaryPrimitives.ReadUInt16BigEndian(datagram[10..]),
        ClientAddress = new IPAddress(datagram.Slice(12, 4)),
        YourAddress = new IPAddress(datagram.Slice(16, 4)),
        NextServer = new IPAddress(datagram.Slice(20, 4)),
        RelayAddress = new IPAddress(datagram.Slice(24, 4)),
        HardwareAddress = datagram.Slice(28, datagram[2]).ToArray(),
        ServerName = (overload & 2) == 0 ? Text(datagram.Slice(NameOffset, NameLength)) : "",
        File = (overload & 1) == 0 ? Text(datagram.Slice(FileOffset, FileLength)) : "",
        Options = options,
    };

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }
}
