using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Nodes;

/// <summary>How to reach a node's baseboard management controller.</summary>
public sealed record IpmiConfig
{
    /// <summary>The account on the BMC.</summary>
    [JsonPropertyName("username")]
    public string? UserName { get; init; }

    /// <summary>The account's password. Never logged.</summary>
    [JsonPropertyName("password")]
    public string? Password { get; init; }

    /// <summary>The BMC's address.</summary>
    [JsonPropertyName("ipaddr")]
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Ipaddr { get; init; }

    /// <summary>The BMC's gateway.</summary>
    [JsonPropertyName("gateway")]
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Gateway { get; init; }

    /// <summary>The BMC's network mask.</summary>
    [JsonPropertyName("netmask")]
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Netmask { get; init; }

    /// <summary>The UDP port; unset means the protocol's own.</summary>
    [JsonPropertyName("port")]
    public string? Port { get; init; }

    /// <summary>The protocol variant, such as <c>lan</c> or <c>lanplus</c>.</summary>
    [JsonPropertyName("interface")]
    public string? Interface { get; init; }

    /// <summary>The escape character of a serial console.</summary>
    [JsonPropertyName("escapechar")]
    public string? EscapeChar { get; init; }

    /// <summary>Whether the node writes these settings to its BMC at boot: a yes/no word.</summary>
    [JsonPropertyName("write")]
    public string? Write { get; init; }

    /// <summary>The command template used for power and console.</summary>
    [JsonPropertyName("template")]
    public string? Template { get; init; }

    /// <summary>Free-form values read by overlays and templates.</summary>
    [JsonPropertyName("tags")]
    [JsonConverter(typeof(SortedMapJsonConverter<string>))]
    public SortedMap<string>? Tags { get; init; }
}
