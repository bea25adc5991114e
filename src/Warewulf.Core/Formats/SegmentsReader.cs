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
            if (Segment(section, key, fields) is not { } segment)
            {
                continue;
            }

            if (segments.Find(other => Ipv4.Overlap(other.Network, segment.Network)) is { } overlapped)
            {
                fields.Wrong("network", $"{segment.Network} of segment '{segment.Name}' overlaps {overlapped.Network} of segment '{overlapped.Name}'");
            }

            segments.Add(segment);
        }

        return [.. segments.Skip(declared)];
    }

    /// <summary>Reports what is wrong with a range of dynamic addresses.</summary>
    /// <param name="fields">The section with the keys <c>range start</c> and <c>range end</c>.</param>
    /// <param name="start">The first address.</param>
    /// <param name="end">The last address.</param>
    public static void CheckRange(YamlFields fields, IPAddress? start, IPAddress? end)
    {
        switch (start, end)
        {
            case (null, not null):
                fields.Wrong("range end", "it needs a 'range start'");
                break;
            case (not null, null):
                fields.Wrong("range start", "it needs a 'range end'");
                break;
            case ({ } first, { } last) when Ipv4.ToNumber(first) > Ipv4.ToNumber(last):
                fields.Wrong("range end", "it lies before 'range start'");
                break;
            default:
                break;
        }
    }

    // Nothing when there is no name or no network; that is reported.
    private static SegmentConfig? Segment(YamlFields section, string key, YamlFields fields)
    {
        var network = Network(section, key, fields);
        if (!SegmentName.TryParse(key, null, out var name))
        {
            section.Wrong(key, "this is not a segment name: use letters, digits, '.', '-', ':' and '_'");
            return null;
        }

        if (name == SegmentPlanner.DefaultName)
        {
            section.Wrong(key, "this name belongs to the network of 'ipaddr' and 'netmask': choose another");
        }

        if (network is not { } found)
        {
            return null;
        }

        var segment = new SegmentConfig(name, found)
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
        CheckRange(fields, segment.RangeStart, segment.RangeEnd);
        return segment;
    }

    private static IPNetwork? Network(YamlFields section, string key, YamlFields fields)
    {
        if (fields.Text("network") is not { Length: > 0 } text)
        {
            section.Wrong(key, "the segment needs a 'network', such as 10.0.2.0/24");
            return null;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Addresses.TryParse(text.AsSpan(0, slash), out var address) || address.AddressFamily != AddressFamily.InterNetwork
            || !int.TryParse(text.AsSpan(slash + 1), out var prefix) || prefix < WidestPrefix || prefix > NarrowestPrefix)
        {
            fields.Wrong(
                "network",
                $"'{Names.Printable(text)}' is not an IPv4 network with a prefix length from {WidestPrefix} to {NarrowestPrefix}: write it as 10.0.2.0/24");
            return null;
        }

        if (Ipv4.Network(address, prefix) is var first && !first.Equals(address))
        {
            fields.Wrong("network", $"{address} is an address in a network, not the network: write {first}/{prefix}");
            return null;
        }

        return new IPNetwork(address, prefix);
    }

    private static void CheckInside(YamlFields fields, string key, SegmentConfig segment, IPAddress? address)
    {
        if (address is null)
        {
            return;
        }

        if (!segment.Network.Contains(address))
        {
            fields.Wrong(key, $"{address} is not inside the network {segment.Network} of segment '{segment.Name}'");
        }
        else if (address.Equals(segment.Network.BaseAddress) || address.Equals(Ipv4.Broadcast(segment.Network)))
        {
            fields.Wrong(key, $"{address} is the first or last address of {segment.Network}, which no machine can have");
        }
    }
}
