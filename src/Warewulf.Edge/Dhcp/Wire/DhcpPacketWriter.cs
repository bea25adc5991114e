using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Warewulf.Edge.Dhcp.Wire;

/// <summary>Writes DHCP messages.</summary>
internal static class DhcpPacketWriter
{
    /// <summary>The shortest message written: what BOOTP made of it (RFC 1542 section 2.1), and old firmware still expects.</summary>
    public const int MinimumLength = 300;

    /// <summary>The longest message every client takes: 576 bytes (RFC 2131 section 2) without the IP and UDP headers.</summary>
    public const int DefaultMaximumLength = 576 - HeadersLength;

    /// <summary>The longest message that is ever written: an Ethernet frame's payload without the IP and UDP headers.</summary>
    public const int LargestLength = 1500 - HeadersLength;

    private const int HeadersLength = 28;
    private const int OverloadLength = 3;

    /// <summary>How long a reply may be for a client that sent this value of option 57, which counts the IP and UDP headers.</summary>
    public static int MaximumLength(uint? maxMessageSize) => maxMessageSize is { } size
        ? (int)Math.Clamp(size - (long)HeadersLength, DefaultMaximumLength, LargestLength)
        : DefaultMaximumLength;

    /// <summary>
    /// Writes a message. Options that find no room go into <c>file</c> and <c>sname</c> if these are empty (option 52); what does not fit there either
    /// is left out, so options belong in the order of their importance.
    /// </summary>
    /// <param name="packet">The message.</param>
    /// <param name="maximumLength">The longest result, at least <see cref="MinimumLength"/>.</param>
    /// <exception cref="ArgumentException">A fixed field is longer than its place; the callers make them fit.</exception>
    public static byte[] Write(DhcpPacket packet, int maximumLength)
    {
        var file = new Area(packet.File.Length == 0 ? 128 : 0, 1);
        var name = new Area(packet.ServerName.Length == 0 ? 64 : 0, 2);
        var main = new Area(maximumLength - DhcpPacketReader.HeaderLength, 0);
        Place(packet.Options.All, main, file, name);

        var message = new byte[Math.Max(MinimumLength, DhcpPacketReader.HeaderLength + main.Used + 1 + OverloadLength)];
        WriteHeader(packet, message);
        var overload = file.Flag | name.Flag;
        if (overload != 0)
        {
            main.Options.Insert(0, new DhcpOption(DhcpOptionCode.Overload, new[] { (byte)overload }));
            file.WriteTo(message.AsSpan(108, 128));
            name.WriteTo(message.AsSpan(44, 64));
        }

        var end = DhcpPacketReader.HeaderLength + main.WriteTo(message.AsSpan(DhcpPacketReader.HeaderLength));
        return end <= MinimumLength ? message[..MinimumLength] : message[..end];
    }

    private static void Place(IReadOnlyList<DhcpOption> options, Area main, Area file, Area name)
    {
        var needed = options.Sum(DhcpOptionWriter.SizeOf);
        if (needed + 1 > main.Free)
        {
            main.Reserve(OverloadLength);
        }

        foreach (var option in options)
        {
            _ = main.TryAdd(option) || file.TryAdd(option) || name.TryAdd(option);
        }
    }

    private static void WriteHeader(DhcpPacket packet, Span<byte> message)
    {
        message[0] = packet.Op;
        message[1] = packet.HardwareType;
        message[2] = (byte)packet.HardwareAddress.Length;
        message[3] = packet.Hops;
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], packet.Xid);
        BinaryPrimitives.WriteUInt16BigEndian(message[8..], packet.Secs);
        BinaryPrimitives.WriteUInt16BigEndian(message[10..], packet.Flags);
        WriteAddress(packet.ClientAddress, message[12..]);
        WriteAddress(packet.YourAddress, message[16..]);
        WriteAddress(packet.NextServer, message[20..]);
        WriteAddress(packet.RelayAddress, message[24..]);
        packet.HardwareAddress.Span.CopyTo(message.Slice(28, 16));
        WriteText(packet.ServerName, message.Slice(44, 63));
        WriteText(packet.File, message.Slice(108, 127));
        BinaryPrimitives.WriteUInt32BigEndian(message[236..], DhcpPacketReader.MagicCookie);
    }

    private static void WriteAddress(IPAddress address, Span<byte> into)
    {
        if (!address.TryWriteBytes(into, out var written) || written != 4)
        {
            throw new ArgumentException($"'{address}' is not an IPv4 address.");
        }
    }

    private static void WriteText(string text, Span<byte> into)
    {
        if (!Encoding.Latin1.TryGetBytes(text, into, out _))
        {
            throw new ArgumentException($"'{text}' does not fit into {into.Length} bytes.");
        }
    }

    // A part of the message that holds options and an end mark.
    private sealed class Area(int size, int flag)
    {
        public List<DhcpOption> Options { get; } = [];

        public int Used { get; private set; }

        public int Free { get; private set; } = size;

        public int Flag => Options.Count == 0 ? 0 : flag;

        public void Reserve(int bytes) => Free -= bytes;

        public bool TryAdd(DhcpOption option)
        {
            var bytes = DhcpOptionWriter.SizeOf(option);
            if (bytes + 1 > Free)
            {
                return false;
            }

            Options.Add(option);
            Free -= bytes;
            Used += bytes;
            return true;
        }

        // Relay agent information comes last (RFC 3046 section 2.1), wherever its importance placed it.
        public int WriteTo(Span<byte> into)
        {
            if (Options.Count == 0 && flag != 0)
            {
                return 0;
            }

            var written = 0;
            foreach (var option in Options.Where(o => o.Code != DhcpOptionCode.RelayAgentInformation)
                .Concat(Options.Where(o => o.Code == DhcpOptionCode.RelayAgentInformation)))
            {
                written += DhcpOptionWriter.Write(option, into[written..]);
            }

            into[written] = DhcpOptionCode.End;
            return written + 1;
        }
    }
}
