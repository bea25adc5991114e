using System.Collections.Immutable;
using System.Net;
using Warewulf.Core.Boot;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Core.Site;

namespace Warewulf.Core.Segments;

/// <summary>Works out the boot networks of a site and what its edges need to know about them.</summary>
public static class SegmentPlanner
{
    /// <summary>The segment that <c>warewulf.conf</c> itself describes.</summary>
    internal static readonly SegmentName DefaultName = SegmentName.Parse("default");

    private static readonly IPNetwork[] PrivateNetworks =
        [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16")];

    /// <summary>
    /// The plain network of <c>warewulf.conf</c> as segment <c>default</c>, and those declared below <c>segments</c>. What the file leaves
    /// out of the plain one is taken from this machine: the interface that holds <c>ipaddr</c>, or the first one. A network found out like
    /// that, and private, also gets a dynamic range when none is configured, its last quarter, so that unknown machines can be discovered;
    /// a configured network gets only what it says.
    /// </summary>
    /// <param name="site">The site settings.</param>
    /// <param name="interfaces">This machine's IPv4 addresses, loopback left out.</param>
    /// <returns>The segments; none when none is declared and this machine has no network.</returns>
    public static ImmutableArray<SegmentConfig> Segments(SiteConfig site, IReadOnlyList<HostInterface> interfaces) =>
        // A declared network says more than one that was found out, which may be the same.
        Default(site, interfaces) is { } plain && !site.Segments.Any(segment => Ipv4.Overlap(segment.Network, plain.Network))
            ? [plain, .. site.Segments]
            : site.Segments;

    /// <summary>The boot network that <c>warewulf.conf</c> names, or nothing when it names none.</summary>
    internal static IPNetwork? ConfiguredNetwork(SiteConfig site) =>
        (site.Network ?? site.Ipaddr) is { } address && site.Netmask is { } mask && Ipv4.PrefixLength(mask) is { } length
            ? new IPNetwork(Ipv4.Network(address, length), length)
            : null;

    /// <summary>The interface that serves the segment <c>default</c>: the one that holds the site's address, else the first.</summary>
    public static HostInterface? Interface(SiteConfig site, IReadOnlyList<HostInterface> interfaces) =>
        site.Ipaddr is { } address
            ? interfaces.FirstOrDefault(candidate => candidate.Address.Equals(address))
            : interfaces.FirstOrDefault(candidate => ConfiguredNetwork(site) is not { } network || network.Contains(candidate.Address));

    /// <summary>The site settings with the addresses that <c>warewulf.conf</c> leaves out filled in from this machine, for templates.</summary>
    public static SiteConfig Resolve(SiteConfig site, IReadOnlyList<HostInterface> interfaces) =>
        Interface(site, interfaces) is not { } own
            ? site
            : site with
            {
                Ipaddr = site.Ipaddr ?? own.Address,
                Netmask = site.Netmask ?? Ipv4.Mask(own.PrefixLength),
                Network = site.Network ?? own.Network.BaseAddress,
            };

    /// <summary>What edges are to know of a catalog revision.</summary>
    public static SegmentSnapshot Snapshot(Catalog catalog, IReadOnlyList<HostInterface> interfaces) => new(catalog.Revision)
    {
        Segments = Segments(catalog.Site, interfaces),
        Hosts = [.. catalog.Index.InOrder.SelectMany(Hosts)],
        Unaddressed = [.. catalog.Index.InOrder.Where(node => !Hosts(node).Any()).Select(node => node.Name)],
        Loaders = BootLoaderTable.From(catalog.Site.Tftp),
        DhcpEnabled = catalog.Site.Dhcp.Enabled,
        TftpEnabled = catalog.Site.Tftp.Enabled,
        HttpPort = catalog.Site.Warewulf.Port,
        Secure = catalog.Site.Warewulf.Secure,
        UpdateInterval = TimeSpan.FromSeconds(catalog.Site.Warewulf.UpdateInterval),
    };

    private static SegmentConfig? Default(SiteConfig site, IReadOnlyList<HostInterface> interfaces)
    {
        var network = ConfiguredNetwork(site);
        var discovered = network is null;
        network ??= Interface(site, interfaces)?.Network;
        if (network is not { } found)
        {
            return null;
        }

        var segment = new SegmentConfig(DefaultName, found) { RangeStart = site.Dhcp.RangeStart, RangeEnd = site.Dhcp.RangeEnd };
        if (segment.RangeStart is null && discovered && found.PrefixLength <= 28 && PrivateNetworks.Any(n => n.Contains(found.BaseAddress)))
        {
            var last = Ipv4.ToNumber(Ipv4.Broadcast(found)) - 1;
            var quarter = Math.Min((1u << (32 - found.PrefixLength)) / 4, 4096);
            segment = segment with { RangeStart = Ipv4.FromNumber(last + 1 - quarter), RangeEnd = Ipv4.FromNumber(last) };
        }

        return segment;
    }

    private static IEnumerable<SegmentHost> Hosts(EffectiveNode node)
    {
        foreach (var (network, device) in node.NetworkDevices)
        {
            if (device.Hwaddr is { } mac)
            {
                yield return new SegmentHost(mac, node.Name, network)
                {
                    Address = device.Ipaddr is { } address && !address.Equals(IPAddress.Any) ? address : null,
                    Netmask = device.Netmask,
                    Gateway = device.Gateway,
                    Primary = network == node.PrimaryNetwork,
                };
            }
        }
    }
}
