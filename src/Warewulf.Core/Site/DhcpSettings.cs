using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;

namespace Warewulf.Core.Site;

/// <summary>The section <c>dhcp</c>.</summary>
public sealed record DhcpSettings
{
    /// <summary>Whether edges answer DHCP. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary><c>static</c> writes reservations into external servers' files; ours always honours reservations.</summary>
    public string Template { get; init; } = "default";

    /// <summary>The first dynamic address.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? RangeStart { get; init; }

    /// <summary>The last dynamic address.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? RangeEnd { get; init; }

    /// <summary>The first dynamic IPv6 address.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Range6Start { get; init; }

    /// <summary>The last dynamic IPv6 address.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Range6End { get; init; }

    /// <summary>The unit name of an external server.</summary>
    public string SystemdName { get; init; } = "dhcpd";
}
