namespace Warewulf.Edge.Dhcp.Wire;

/// <summary>What a DHCP message is, by its option 53 (RFC 2132 section 9.6).</summary>
internal enum DhcpMessageType : byte
{
    /// <summary>A client looks for servers.</summary>
    Discover = 1,

    /// <summary>A server offers an address.</summary>
    Offer = 2,

    /// <summary>A client takes an offer, or wants to keep its address.</summary>
    Request = 3,

    /// <summary>A client found the address in use.</summary>
    Decline = 4,

    /// <summary>The server confirms.</summary>
    Ack = 5,

    /// <summary>The server refuses.</summary>
    Nak = 6,

    /// <summary>A client gives its address back.</summary>
    Release = 7,

    /// <summary>A client has an address and wants the other settings.</summary>
    Inform = 8,
}
