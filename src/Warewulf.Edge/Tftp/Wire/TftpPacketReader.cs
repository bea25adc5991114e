using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Warewulf.Edge.Tftp.Wire;

/// <summary>Reads the packets a server can get. Never throws, whatever the bytes.</summary>
internal static class TftpPacketReader
{
    /// <summary>The longest error text kept of a client's ERROR packet, in characters.</summary>
    public const int MaxErrorText = 128;

    /// <summary>The opcode of a packet; 0, which is no opcode, for a packet too short to have one.</summary>
    public static TftpOpcode Opcode(ReadOnlySpan<byte> packet) =>
        packet.Length < 2 ? 0 : (TftpOpcode)BinaryPrimitives.ReadUInt16BigEndian(packet);

    /// <summary>Reads a read or write request.</summary>
    /// <param name="packet">The packet, whose opcode is one of the two requests.</param>
    /// <param name="problem">What is wrong with it, in words fit for an ERROR packet; null when nothing is.</param>
    /// <returns>The request, or null when the packet is malformed.</returns>
    public static TftpRequest? ReadRequest(ReadOnlySpan<byte> packet, out string? problem)
    {
        var rest = packet[2..];
        if (!TryTakeText(ref rest, out var fileName) || !TryTakeText(ref rest, out var modeName))
        {
            problem = "malformed request";
            return null;
        }

        if (fileName.Length == 0 || fileName.Any(char.IsControl))
        {
            problem = "the file name is empty or has control characters";
            return null;
        }

        if (ParseMode(modeName) is not { } mode)
        {
            problem = "the transfer mode must be octet or netascii";
            return null;
        }

        problem = null;
        return new TftpRequest(Opcode(packet) == TftpOpcode.WriteRequest, fileName, mode, TakeOptions(rest));
    }

    /// <summary>Reads an acknowledgement; anything behind its four octets is ignored.</summary>
    public static bool TryReadAcknowledgement(ReadOnlySpan<byte> packet, out ushort block)
    {
        var isOne = packet.Length >= 4 && Opcode(packet) == TftpOpcode.Acknowledgement;
        block = isOne ? BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) : (ushort)0;
        return isOne;
    }

    /// <summary>Reads an ERROR packet, with or without a proper text; the text is cut and made printable.</summary>
    public static bool TryReadError(ReadOnlySpan<byte> packet, out int code, out string text)
    {
        (code, text) = (0, "");
        if (packet.Length < 4 || Opcode(packet) != TftpOpcode.Error)
        {
            return false;
        }

        code = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var octets = packet[4..];
        var end = octets.IndexOf((byte)0);
        octets = end < 0 ? octets : octets[..end];
        var printable = new StringBuilder();
        foreach (var octet in octets[..Math.Min(octets.Length, MaxErrorText)])
        {
            printable.Append(octet is >= 0x20 and < 0x7f ? (char)octet : '?');
        }

        text = printable.ToString();
        return true;
    }

    private static TftpMode? ParseMode(string name) =>
        name.Equals("octet", StringComparison.OrdinalIgnoreCase) ? TftpMode.Octet
        : name.Equals("netascii", StringComparison.OrdinalIgnoreCase) ? TftpMode.Netascii
        : null;

    private static List<TftpOption> TakeOptions(ReadOnlySpan<byte> rest)
    {
        // Some boot ROMs fill the packet up with zeros: the first incomplete or nameless option ends the list and spoils nothing.
        var options = new List<TftpOption>();
        while (TryTakeText(ref rest, out var name) && name.Length > 0 && TryTakeText(ref rest, out var value))
        {
            options.Add(new TftpOption(name, value));
        }

        return options;
    }

    private static bool TryTakeText(ref ReadOnlySpan<byte> rest, out string text)
    {
        var end = rest.IndexOf((byte)0);
        if (end < 0 || !Utf8.IsValid(rest[..end]))
        {
            text = "";
            return false;
        }

        text = Encoding.UTF8.GetString(rest[..end]);
        rest = rest[(end + 1)..];
        return true;
    }
}
