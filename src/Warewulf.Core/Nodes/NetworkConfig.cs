using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Nodes;

/// <summary>One network device as declared on a node or profile. Every field is optional.</summary>
public sealed record NetworkConfig
{
    /// <summary>The kind of device, such as <c>ethernet</c>, <c>infiniband</c>, <c>bond</c>, <c>vlan</c>; empty means ethernet.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>Whether the device comes up at boot: a yes/no word, kept as written; unset means yes.</summary>
    [JsonPropertyName("onboot")]
    public string? OnBoot { get; init; }

    /// <summary>The kernel's name for the device, such as <c>eth0</c>.</summary>
    [JsonPropertyName("device")]
    public string? Device { get; init; }

    /// <summary>The hardware address.</summary>
    [JsonPropertyName("hwaddr")]
    public MacAddress? Hwaddr { get; init; }

    /// <summary>The IPv4 address.</summary>
    [JsonPropertyName("ipaddr")]
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Ipaddr { get; init; }

    /// <summary>The IPv4 network mask.</summary>
    [JsonPropertyName("netmask")]
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Netmask { get; init; }

    /// <summary>The IPv4 gateway.</summary>
    [JsonPropertyName("gateway")]
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Gateway { get; init; }

    /// <summary>The IPv6 address.</summary>
    [JsonPropertyName("ipaddr6")]
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Ipaddr6 { get; init; }

    /// <summary>The IPv6 prefix length, 0 to 128.</summary>
    [JsonPropertyName("prefixlen6")]
    public string? PrefixLen6 { get; init; }

    /// <summary>The IPv6 gateway.</summary>
    [JsonPropertyName("gateway6")]
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Gateway6 { get; init; }

    /// <summary>The maximum transmission unit, in bytes.</summary>
    [JsonPropertyName("mtu")]
    public string? Mtu { get; init; }

    /// <summary>Free-form values read by overlays.</summary>
    [JsonPropertyName("tags")]
    [JsonConverter(typeof(SortedMapJsonConverter<string>))]
    public SortedMap<string>? Tags { get; init; }
}
