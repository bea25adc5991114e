using System.Buffers.Binary;
using System.Text;

namespace Warewulf.Edge.Tftp.Wire;

/// <summary>Writes the packets a server sends.</summary>
internal static class TftpPacketWriter
{
    /// <summary>The octets before the data of a DATA packet.</summary>
    public const int DataHeader = 4;

    /// <summary>The longest ERROR text sent, in characters: with its header it fits the smallest packet every client can take.</summary>
    public const int MaxErrorText = 256;

    /// <summary>Writes the header of a DATA packet; the data follow behind it.</summary>
    public static void WriteDataHeader(Span<byte> packet, ushort block)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet, (ushort)TftpOpcode.Data);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], block);
    }

    /// <summary>An option acknowledgement (RFC 2347).</summary>
    public static byte[] OptionAcknowledgement(IReadOnlyList<TftpOption> options)
    {
        var text = new StringBuilder("\0\x06");
        foreach (var (name, value) in options)
        {
            text.Append(name).Append('\0').Append(value).Append('\0');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>An ERROR packet; what is not printable ASCII in the text becomes a question mark.</summary>
    public static byte[] Error(TftpErrorCode code, string text)
    {
        var length = Math.Min(text.Length, MaxErrorText);
        var packet = new byte[4 + length + 1];
        BinaryPrimitives.WriteUInt16BigEndian(packet, (ushort)TftpOpcode.Error);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)code);
        for (var i = 0; i < length; i++)
        {
            packet[4 + i] = text[i] is >= ' ' and <= '~' ? (byte)text[i] : (byte)'?';
        }

        return packet;
    }
}
