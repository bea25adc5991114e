using System.Net;

namespace Warewulf.Edge.Dhcp.Wire;

/// <summary>A DHCP message (RFC 2131 section 2).</summary>
internal sealed record DhcpPacket
{
    /// <summary>The <see cref="Op"/> of what clients send.</summary>
    public const byte BootRequest = 1;

    /// <summary>The <see cref="Op"/> of what servers send.</summary>
    public const byte BootReply = 2;

    /// <summary>The port servers and relay agents listen on.</summary>
    public const int ServerPort = 67;

    /// <summary>The port clients listen on.</summary>
    public const int ClientPort = 68;

    /// <summary>The <see cref="HardwareType"/> of Ethernet.</summary>
    public const byte Ethernet = 1;

    /// <summary>The bit of <see cref="Flags"/> with which a client asks for a broadcast reply.</summary>
    public const ushort BroadcastFlag = 0x8000;

    /// <summary>Request or reply.</summary>
    public byte Op { get; init; } = BootRequest;

    /// <summary>The kind of network, by its ARP number.</summary>
    public byte HardwareType { get; init; } = Ethernet;

    /// <summary>How many relay agents the message passed.</summary>
    public byte Hops { get; init; }

    /// <summary>The client's number for this exchange, in every reply to it.</summary>
    public uint Xid { get; init; }

    /// <summary>How long the client has been trying, in seconds.</summary>
    public ushort Secs { get; init; }

    /// <summary><see cref="BroadcastFlag"/>; the other bits are zero.</summary>
    public ushort Flags { get; init; }

    /// <summary>The address the client already uses, or 0.0.0.0.</summary>
    public IPAddress ClientAddress { get; init; } = IPAddress.Any;

    /// <summary>The address given to the client, or 0.0.0.0.</summary>
    public IPAddress YourAddress { get; init; } = IPAddress.Any;

    /// <summary>The boot server, or 0.0.0.0.</summary>
    public IPAddress NextServer { get; init; } = IPAddress.Any;

    /// <summary>The relay agent's address on the client's network, or 0.0.0.0 when the message came directly.</summary>
    public IPAddress RelayAddress { get; init; } = IPAddress.Any;

    /// <summary>The client's hardware address, at most 16 bytes; empty for networks whose addresses do not fit (RFC 4390).</summary>
    public ReadOnlyMemory<byte> HardwareAddress { get; init; }

    /// <summary>The field <c>sname</c> as text, at most 63 characters; empty when it holds options.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>The field <c>file</c> as text, at most 127 characters; empty when it holds options.</summary>
    public string File { get; init; } = "";

    /// <summary>The options.</summary>
    public DhcpOptions Options { get; init; } = new();

    /// <summary>The message type; null when there is none (BOOTP) or it is not a known one.</summary>
    public DhcpMessageType? MessageType =>
        Options.FindNumber(DhcpOptionCode.MessageType) is >= 1 and <= 8 and var number ? (DhcpMessageType)number : null;

    /// <summary>Whether it came through a relay agent.</summary>
    public bool IsRelayed => !RelayAddress.Equals(IPAddress.Any);
}
