using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Leases;

/// <summary>A machine gives a dynamic address back, or says that somebody else uses it.</summary>
/// <param name="Segment">The boot network.</param>
/// <param name="Mac">The machine.</param>
/// <param name="Address">The address.</param>
/// <param name="Declined">Whether the machine found the address in use (DHCPDECLINE); it is then left alone for a while.</param>
public sealed record LeaseRelease(
    SegmentName Segment,
    MacAddress Mac,
    [property: JsonConverter(typeof(IpAddressJsonConverter))] IPAddress Address,
    bool Declined);
