namespace Warewulf.Edge.Dhcp.Wire;

/// <summary>The option codes this server reads or writes (RFC 2132 unless said otherwise).</summary>
internal static class DhcpOptionCode
{
    /// <summary>Filler of one byte without a length.</summary>
    public const byte Pad = 0;

    /// <summary>The mask of the client's network.</summary>
    public const byte SubnetMask = 1;

    /// <summary>Routers, the preferred one first.</summary>
    public const byte Router = 3;

    /// <summary>The client's name.</summary>
    public const byte HostName = 12;

    /// <summary>The broadcast address of the client's network.</summary>
    public const byte BroadcastAddress = 28;

    /// <summary>Options of the vendor named by option 60, encapsulated; for <c>PXEClient</c> those of the PXE specification.</summary>
    public const byte VendorSpecific = 43;

    /// <summary>The address the client would like.</summary>
    public const byte RequestedAddress = 50;

    /// <summary>The duration of the lease in seconds.</summary>
    public const byte LeaseTime = 51;

    /// <summary>The fields <c>file</c> and <c>sname</c> hold options.</summary>
    public const byte Overload = 52;

    /// <summary>The message type; without it the message is plain BOOTP.</summary>
    public const byte MessageType = 53;

    /// <summary>The server's address, which tells servers apart.</summary>
    public const byte ServerIdentifier = 54;

    /// <summary>The options the client would like, the most wanted first.</summary>
    public const byte ParameterRequestList = 55;

    /// <summary>Words of the server for the client's log, in a refusal.</summary>
    public const byte Message = 56;

    /// <summary>The longest message the client takes, in bytes with the IP and UDP headers.</summary>
    public const byte MaxMessageSize = 57;

    /// <summary>When the client asks the same server for more time, in seconds.</summary>
    public const byte RenewalTime = 58;

    /// <summary>When the client asks any server for more time, in seconds.</summary>
    public const byte RebindingTime = 59;

    /// <summary>What kind of client or server it is, as <c>PXEClient:...</c>.</summary>
    public const byte VendorClass = 60;

    /// <summary>The client's own identifier.</summary>
    public const byte ClientIdentifier = 61;

    /// <summary>The boot server, where the field <c>sname</c> will not do.</summary>
    public const byte TftpServerName = 66;

    /// <summary>The boot file, where the field <c>file</c> will not do.</summary>
    public const byte BootFileName = 67;

    /// <summary>Classes the client says it is in (RFC 3004); boot loaders also send bare text.</summary>
    public const byte UserClass = 77;

    /// <summary>What a relay agent adds about the client's port (RFC 3046), returned to it unchanged.</summary>
    public const byte RelayAgentInformation = 82;

    /// <summary>The client's architectures, 16 bits each (RFC 4578 section 2.1).</summary>
    public const byte ClientArchitecture = 93;

    /// <summary>The client's network interface version (RFC 4578 section 2.2).</summary>
    public const byte ClientInterface = 94;

    /// <summary>The machine's UUID (RFC 4578 section 2.3).</summary>
    public const byte ClientMachineId = 97;

    /// <summary>The iPXE boot loader's own options, encapsulated.</summary>
    public const byte Ipxe = 175;

    /// <summary>The end of the options; a byte without a length.</summary>
    public const byte End = 255;
}
