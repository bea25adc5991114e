using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Warewulf.Core.Segments;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Formats;

/// <summary>Reads the section <c>segments</c> of <c>warewulf.conf</c>: boot networks besides the one the file itself describes.</summary>
internal static class SegmentsReader
{
    private const int ShortestLease = 60;
    private const int LongestLease = 86400 * 365;

    // Below /30 a network has no room for a machine beside its router; above /8 somebody wrote too few digits.
    private const int WidestPrefix = 8;
    private const int NarrowestPrefix = 30;

    /// <summary>Reads the section.</summary>
    /// <param name="section">The section; one without keys gives no segment.</param>
    /// <param name="plain">The network the file itself describes; nothing when it describes none.</param>
    /// <exception cref="WarewulfException">A value is wrong, or two networks overlap; the message names file, line and key.</exception>
    public static ImmutableArray<SegmentConfig> Read(YamlFields section, IPNetwork? plain)
    {
        var segments = new List<SegmentConfig>();
        if (plain is { } network)
        {
            segments.Add(new SegmentConfig(SegmentPlanner.DefaultName, network));
        }

        var declared = segments.Count;
        foreach (var key in section.Keys)
        {
            var fields = section.Section(key);
            var segment = Segment(section, key, fields);
            if (segments.Find(other => Ipv4.Overlap(other.Network, segment.Network)) is { } overlapped)
            {
                throw fields.Wrong(
                    "network", $"{segment.Network} of segment '{segment.Name}' overlaps {overlapped.Network} of segment '{overlapped.Name}'");
            }

            segments.Add(segment);
        }

        return [.. segments.Skip(declared)];
    }

    private static SegmentConfig Segment(YamlFields section, string key, YamlFields fields)
    {
        if (!SegmentName.TryParse(key, null, out var name))
        {
            throw section.Wrong(key, "this is not a segment name: use letters, digits, '.', '-', ':' and '_'");
        }

        if (name == SegmentPlanner.DefaultName)
        {
            throw section.Wrong(key, "this name belongs to the network of 'ipaddr' and 'netmask': choose another");
        }

        var segment = new SegmentConfig(name, Network(section, key, fields))
        {
            Gateway = fields.Address("gateway", AddressFamily.InterNetwork),
            RangeStart = fields.Address("range start", AddressFamily.InterNetwork),
            RangeEnd = fields.Address("range end", AddressFamily.InterNetwork),
            LeaseTime = TimeSpan.FromSeconds(
                fields.Number("lease time", ShortestLease, LongestLease, (int)SegmentConfig.DefaultLeaseTime.TotalSeconds)),
        };
        CheckInside(fields, "gateway", segment, segment.Gateway);
        CheckInside(fields, "range start", segment, segment.RangeStart);
        CheckInside(fields, "range end", segment, segment.RangeEnd);
        return segment switch
        {
            { RangeStart: null, RangeEnd: not null } => throw fields.Wrong("range end", "it needs a 'range start'"),
            { RangeStart: not null, RangeEnd: null } => throw fields.Wrong("range start", "it needs a 'range end'"),
            { RangeStart: { } start, RangeEnd: { } end } when Ipv4.ToNumber(start) > Ipv4.ToNumber(end) =>
                throw fields.Wrong("range end", "it lies before 'range start'"),
            _ => segment,
        };
    }

    private static IPNetwork Network(YamlFields section, string key, YamlFields fields)
    {
        if (fields.Text("network") is not { Length: > 0 } text)
        {
            throw section.Wrong(key, "the segment needs a 'network', such as 10.0.2.0/24");
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Addresses.TryParse(text.AsSpan(0, slash), out var address) || address.AddressFamily != AddressFamily.InterNetwork
            || !int.TryParse(text.AsSpan(slash + 1), out var prefix) || prefix < WidestPrefix || prefix > NarrowestPrefix)
        {
            throw fields.Wrong(
                "network",
                $"'{Names.Printable(text)}' is not an IPv4 network with a prefix length from {WidestPrefix} to {NarrowestPrefix}: write it as 10.0.2.0/24");
        }

        return Ipv4.Network(address, prefix) is var first && first.Equals(address)
            ? new IPNetwork(address, prefix)
            : throw fields.Wrong("network", $"{address} is an address in a network, not the network: write {first}/{prefix}");
    }

    private static void CheckInside(YamlFields fields, string key, SegmentConfig segment, IPAddress? address)
    {
        if (address is null)
        {
            return;
        }

        if (!segment.Network.Contains(address))
        {
            throw fields.Wrong(key, $"{address} is not inside the network {segment.Network} of segment '{segment.Name}'");
        }

        if (address.Equals(segment.Network.BaseAddress) || address.Equals(Ipv4.Broadcast(segment.Network)))
        {
            throw fields.Wrong(key, $"{address} is the first or last address of {segment.Network}, which no machine can have");
        }
    }
}
