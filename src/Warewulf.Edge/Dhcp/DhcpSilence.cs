namespace Warewulf.Edge.Dhcp;

/// <summary>Why a datagram got no answer.</summary>
public enum DhcpSilence
{
    /// <summary>It is not a DHCP message.</summary>
    Malformed,

    /// <summary>It is a reply, or BOOTP without a message type, or a type only servers send.</summary>
    NotForServers,

    /// <summary>Its hardware address is not one of Ethernet.</summary>
    NoHardwareAddress,

    /// <summary>This edge has no snapshot yet and knows nobody.</summary>
    NoSnapshot,

    /// <summary>The site has DHCP switched off.</summary>
    Disabled,

    /// <summary>It comes from a network that is no segment.</summary>
    NoSegment,

    /// <summary>The client chose another server.</summary>
    OtherServer,

    /// <summary>It asks for no address where one is needed.</summary>
    NoAddressAsked,

    /// <summary>The node's reservation lies outside the segment it asks from.</summary>
    ReservedElsewhere,

    /// <summary>The machine has no reservation and the segment has no range for such machines.</summary>
    NoRange,

    /// <summary>It asks for an address of which nothing is known here; another server may.</summary>
    UnknownAddress,

    /// <summary>No head answered when asked for an address.</summary>
    NoHead,

    /// <summary>The heads have no address to give.</summary>
    Refused,

    /// <summary>The message needs no answer: an address was given back or declined.</summary>
    NoneNeeded,

    /// <summary>It repeats a message that is being worked on.</summary>
    Duplicate,

    /// <summary>Too many requests are waiting for a head.</summary>
    Busy,

    /// <summary>The answer could not be sent, or making it failed.</summary>
    Failed,
}
