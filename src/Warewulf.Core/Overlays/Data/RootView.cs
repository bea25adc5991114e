using System.Collections.Frozen;
using System.Globalization;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays.Functions;
using Warewulf.Core.Overlays.Ignition;
using Warewulf.Core.Site;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>What a template finds behind its leading dot: the site, the node's own fields, and where the template comes from.</summary>
internal sealed class RootView(OverlaySite site, EffectiveNode node, OverlayName overlay, string source)
{
    private static readonly FrozenSet<string> SiteMembers = FrozenSet.ToFrozenSet(
        [
            "BuildHost", "BuildTime", "BuildTimeUnix", "BuildSource", "Overlay", "Ipaddr", "Ipaddr6", "Netmask", "Network", "NetworkCIDR", "IpCIDR", "PrefixLen6",
            "IpCIDR6", "Network6", "NetworkCIDR6", "Ipv6", "Dhcp", "Nfs", "Ssh", "Tftp", "Warewulf", "Paths", "AllNodes",
        ],
        StringComparer.Ordinal);

    private NodeView? _node;

    /// <summary>The Go type.</summary>
    internal static GoType Type { get; } = GoType.Struct<RootView>("overlay.TemplateStruct", static t =>
    {
        t.Field("Id", v => v.Node.Name)
            .Field("Hostname", v => v.Node.Name)
            .Field("BuildHost", v => v.Site.BuildHost)
            .Field("BuildTime", v => v.BuildTime.ToString("MM-dd-yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + v.Site.BuildTimeZone)
            .Field("BuildTimeUnix", v => v.BuildTime.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .Field("BuildSource", v => v.Source)
            .Field("Overlay", v => v.Overlay.ToString())
            .Field("Ipaddr", v => Addresses.Text(v.Config.Ipaddr))
            .Field("Ipaddr6", v => Addresses.Text(v.Config.Ipaddr6))
            .Field("Netmask", v => Addresses.Text(v.Config.Netmask))
            .Field("Network", v => v.Network)
            .Field("NetworkCIDR", v => v.NetworkCidr)
            .Field("IpCIDR", v => Addresses.Cidr(v.Config.Ipaddr, v.Config.Netmask))
            .Field("PrefixLen6", v => v.PrefixLength6)
            .Field("IpCIDR6", v => Addresses.Cidr6(v.Config.Ipaddr6, v.PrefixLength6))
            .Field("Network6", v => Addresses.Network6(v.Config.Ipaddr6, v.PrefixLength6))
            .Field("NetworkCIDR6", v => v.NetworkCidr6)
            .Field("Ipv6", v => v.Config is { Ipaddr6: not null, PrefixLen6: not null })
            .Field("Dhcp", SiteTypes.Dhcp, v => GoValue.Struct(SiteTypes.Dhcp, v.Config.Dhcp))
            .Field("Nfs", SiteTypes.Nfs, v => GoValue.Struct(SiteTypes.Nfs, v.Config.Nfs))
            .Field("Ssh", SiteTypes.Ssh, v => GoValue.Struct(SiteTypes.Ssh, v.Config.Ssh))
            .Field("Tftp", SiteTypes.Tftp, v => GoValue.Struct(SiteTypes.Tftp, v.Config.Tftp))
            .Field("Warewulf", SiteTypes.Warewulf, v => GoValue.Struct(SiteTypes.Warewulf, v.Config.Warewulf))
            .Field("Paths", PathsView.Type, v => GoValue.Struct(PathsView.Type, v.Site.Paths))
            .Field("AllNodes", NodeView.Type.Slice, v => v.Site.AllNodes)
            .Field("ThisNode", NodeView.Type.Pointer, v => GoValue.Pointer(NodeView.Type, v.Node))
            .Field("Container", v => v.Node.Settings.ImageName)
            .Field("ContainerName", v => v.Node.Settings.ImageName);
        NodeView.Describe(t, static view => view.Node);
        t.Method(OverlayFunctions.IgnitionMethod, GoType.String, v => GoValue.String(IgnitionText.Of(v.Node.Settings)));
    });

    /// <summary>Whether this is only looked at to tell results apart. The time of a render does not make it another one.</summary>
    internal bool IsForDigest { get; init; }

    private NodeView Node => _node ??= new NodeView(node, Site.DetectKernel);

    private DateTimeOffset BuildTime => IsForDigest ? DateTimeOffset.UnixEpoch : Site.BuildTime;

    private OverlaySite Site { get; } = site;

    private SiteConfig Config => Site.Config;

    private OverlayName Overlay { get; } = overlay;

    private string Source { get; } = source;

    /// <summary>Whether a member is the same for every node.</summary>
    internal static bool IsOfSite(string member) => SiteMembers.Contains(member);

    private string Network => Config.Network is { } network ? network.ToString() : Addresses.Network(Config.Ipaddr, Config.Netmask);

    private string NetworkCidr => Addresses.Cidr(Config.Network, Config.Netmask) is { Length: > 0 } given
        ? given
        : Addresses.Cidr(Config.Ipaddr, Config.Netmask) is { Length: > 0 } own ? $"{Network}{own[own.IndexOf('/')..]}" : "";

    private string NetworkCidr6 =>
        Addresses.Network6(Config.Ipaddr6, PrefixLength6) is { Length: > 0 } network ? $"{network}/{PrefixLength6}" : "";

    private string PrefixLength6 => Config.PrefixLen6?.ToString(CultureInfo.InvariantCulture) ?? "";
}
