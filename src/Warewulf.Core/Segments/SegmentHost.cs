using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Segments;

/// <summary>One network device of one node, as an edge needs it to answer DHCP.</summary>
/// <param name="Mac">The hardware address.</param>
/// <param name="Node">The node it belongs to.</param>
/// <param name="Network">The network name on the node, such as <c>default</c>.</param>
public sealed record SegmentHost(MacAddress Mac, NodeName Node, string Network)
{
    /// <summary>The reserved IPv4 address; unset means a dynamic one.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Address { get; init; }

    /// <summary>The mask to offer; unset means that of the segment.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Netmask { get; init; }

    /// <summary>The router to offer; unset means that of the segment.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Gateway { get; init; }

    /// <summary>Whether it is the node's primary device, whose answer carries the host name.</summary>
    public bool Primary { get; init; }
}
