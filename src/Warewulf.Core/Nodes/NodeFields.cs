using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Nodes;

/// <summary>The one table of the fields that can be set by flag, in the order in which they are displayed.</summary>
public static class NodeFields
{
    private static readonly FrozenDictionary<string, NodeField> ByFlag;

    static NodeFields()
    {
        All =
        [
            Own("profile", 'P', "Profiles", NodeFieldKind.List, "profiles to build on, later ones win",
                s => Join(s.Profiles), (s, v) => s with { Profiles = List(v) }),
            Own("comment", null, "Comment", NodeFieldKind.Text, "a remark",
                s => s.Comment, (s, v) => s with { Comment = v }),
            Own("cluster", 'c', "ClusterName", NodeFieldKind.Text, "cluster the node belongs to",
                s => s.ClusterName, (s, v) => s with { ClusterName = v }),
            Own("image", null, "ImageName", NodeFieldKind.Text, "image to boot",
                s => s.ImageName, (s, v) => s with { ImageName = v }),
            Own("ipxe", null, "Ipxe", NodeFieldKind.Text, "boot script template",
                s => s.IpxeTemplate, (s, v) => s with { IpxeTemplate = v }),
            Own("runtime-overlays", 'R', "RuntimeOverlay", NodeFieldKind.List, "overlays applied at boot and while running",
                s => Join(s.RuntimeOverlays), (s, v) => s with { RuntimeOverlays = List(v) }),
            Own("system-overlays", 'O', "SystemOverlay", NodeFieldKind.List, "overlays applied at boot",
                s => Join(s.SystemOverlays), (s, v) => s with { SystemOverlays = List(v) }),
            Kernel("kernelversion", null, "Kernel.Version", NodeFieldKind.Text, "kernel version to boot",
                k => k.Version, (k, v) => k with { Version = v }),
            Kernel("kernelargs", 'A', "Kernel.Args", NodeFieldKind.List, "kernel arguments",
                k => Join(k.Args), (k, v) => k with { Args = List(v) }),
            Ipmi("ipmiuser", "Ipmi.UserName", NodeFieldKind.Text, "account on the BMC", i => i.UserName, (i, v) => i with { UserName = v }),
            Ipmi("ipmipass", "Ipmi.Password", NodeFieldKind.Text, "password on the BMC", i => i.Password, (i, v) => i with { Password = v }),
            Ipmi("ipmiaddr", "Ipmi.Ipaddr", NodeFieldKind.Address, "address of the BMC", i => Text(i.Ipaddr), (i, v) => i with { Ipaddr = Address(v) }),
            Ipmi("ipmigateway", "Ipmi.Gateway", NodeFieldKind.Address, "gateway of the BMC", i => Text(i.Gateway), (i, v) => i with { Gateway = Address(v) }),
            Ipmi("ipminetmask", "Ipmi.Netmask", NodeFieldKind.Address, "netmask of the BMC", i => Text(i.Netmask), (i, v) => i with { Netmask = Address(v) }, Mask),
            Ipmi("ipmiport", "Ipmi.Port", NodeFieldKind.Number, "port of the BMC", i => i.Port, (i, v) => i with { Port = v }, AtMost(65535)),
            Ipmi("ipmiinterface", "Ipmi.Interface", NodeFieldKind.Text, "protocol of the BMC, such as lanplus", i => i.Interface, (i, v) => i with { Interface = v }),
            Ipmi("ipmiescapechar", "Ipmi.EscapeChar", NodeFieldKind.Text, "escape character of the serial console", i => i.EscapeChar, (i, v) => i with { EscapeChar = v }),
            Ipmi("ipmiwrite", "Ipmi.Write", NodeFieldKind.YesNo, "write these settings to the BMC at boot", i => i.Write, (i, v) => i with { Write = v }),
            Ipmi("ipmitemplate", "Ipmi.Template", NodeFieldKind.Text, "power command template", i => i.Template, (i, v) => i with { Template = v }),
            Ipmi("ipmitagadd", "Ipmi.Tags", NodeFieldKind.TagMap, "tags of the BMC to add, as key=value", i => Pairs(i.Tags), (i, v) => i with { Tags = Add(i.Tags, v) }),
            Own("init", 'i', "Init", NodeFieldKind.Text, "program started as process 1",
                s => s.Init, (s, v) => s with { Init = v }),
            Own("root", null, "Root", NodeFieldKind.Text, "where the image lives: initramfs, tmpfs or a device",
                s => s.Root, (s, v) => s with { Root = v }),
            Net("type", 'T', "Type", NodeFieldKind.Text, "kind of network device", n => n.Type, (n, v) => n with { Type = v }),
            Net("onboot", null, "OnBoot", NodeFieldKind.YesNo, "bring the device up at boot", n => n.OnBoot, (n, v) => n with { OnBoot = v }),
            Net("netdev", 'N', "Device", NodeFieldKind.Text, "kernel name of the device, such as eth0", n => n.Device, (n, v) => n with { Device = v }),
            Net("hwaddr", 'H', "Hwaddr", NodeFieldKind.Mac, "hardware address", n => n.Hwaddr?.ToString(), (n, v) => n with { Hwaddr = Mac(v) }),
            Net("ipaddr", 'I', "Ipaddr", NodeFieldKind.Address, "IPv4 address", n => Text(n.Ipaddr), (n, v) => n with { Ipaddr = Address(v) }, IPv4),
            Net("netmask", 'M', "Netmask", NodeFieldKind.Address, "IPv4 netmask", n => Text(n.Netmask), (n, v) => n with { Netmask = Address(v) }, Mask),
            Net("gateway", 'G', "Gateway", NodeFieldKind.Address, "IPv4 gateway", n => Text(n.Gateway), (n, v) => n with { Gateway = Address(v) }, IPv4),
            Net("ipaddr6", null, "Ipaddr6", NodeFieldKind.Address, "IPv6 address", n => Text(n.Ipaddr6), (n, v) => n with { Ipaddr6 = Address(v) }, IPv6),
            Net("prefixlen6", null, "PrefixLen6", NodeFieldKind.Number, "IPv6 prefix length", n => n.PrefixLen6, (n, v) => n with { PrefixLen6 = v }, AtMost(128)),
            Net("gateway6", null, "Gateway6", NodeFieldKind.Address, "IPv6 gateway", n => Text(n.Gateway6), (n, v) => n with { Gateway6 = Address(v) }, IPv6),
            Net("mtu", null, "MTU", NodeFieldKind.Number, "maximum transmission unit in bytes", n => n.Mtu, (n, v) => n with { Mtu = v }, AtMost(65535)),
            Net("nettagadd", null, "Tags", NodeFieldKind.TagMap, "tags of the device to add, as key=value", n => Pairs(n.Tags), (n, v) => n with { Tags = Add(n.Tags, v) }),
            Own("tagadd", null, "Tags", NodeFieldKind.TagMap, "tags to add, as key=value",
                s => Pairs(s.Tags), (s, v) => s with { Tags = Add(s.Tags, v) }),
            Own("primarynet", 'p', "PrimaryNetDev", NodeFieldKind.Text, "network whose device is the primary one",
                s => s.PrimaryNetwork, (s, v) => s with { PrimaryNetwork = v }),
        ];
        ByFlag = All.ToFrozenDictionary(field => field.Flag);
    }

    /// <summary>The fields that nodes and profiles share, in display order.</summary>
    public static IReadOnlyList<NodeField> All { get; }

    /// <summary>Finds a field by its long flag without dashes.</summary>
    /// <exception cref="WarewulfException">There is no such field.</exception>
    public static NodeField Find(string flag) =>
        ByFlag.TryGetValue(flag, out var field)
            ? field
            : throw WarewulfException.Invalid(
                $"There is no field '{Validation.Names.Printable(flag)}': see 'wwctl node set --help' for those there are.");

    private static NodeField Own(
        string flag, char? shortFlag, string display, NodeFieldKind kind, string help,
        Func<NodeSettings, string?> get, Func<NodeSettings, string?, NodeSettings> set) =>
        new(flag, shortFlag, display, kind, help, (s, _) => get(s), (s, _, v) => set(s, v));

    private static NodeField Kernel(
        string flag, char? shortFlag, string display, NodeFieldKind kind, string help,
        Func<KernelConfig, string?> get, Func<KernelConfig, string?, KernelConfig> set) =>
        Own(flag, shortFlag, display, kind, help,
            s => s.Kernel is { } kernel ? get(kernel) : null,
            (s, v) => s with { Kernel = EmptyToNull(set(s.Kernel ?? new KernelConfig(), v), new KernelConfig()) });

    private static NodeField Ipmi(
        string flag, string display, NodeFieldKind kind, string help,
        Func<IpmiConfig, string?> get, Func<IpmiConfig, string?, IpmiConfig> set, Func<string, string?>? check = null) =>
        new(flag, null, display, kind, help,
            (s, _) => s.Ipmi is { } ipmi ? get(ipmi) : null,
            (s, _, v) => s with { Ipmi = EmptyToNull(set(s.Ipmi ?? new IpmiConfig(), v), new IpmiConfig()) })
        {
            Check = check,
        };

    private static NodeField Net(
        string flag, char? shortFlag, string display, NodeFieldKind kind, string help,
        Func<NetworkConfig, string?> get, Func<NetworkConfig, string?, NetworkConfig> set, Func<string, string?>? check = null) =>
        new(flag, shortFlag, $"NetDevs[n].{display}", kind, help,
            (s, net) => s.NetworkDevices is { } devices && devices.TryGetValue(net, out var device) ? get(device) : null,
            (s, net, v) =>
            {
                var devices = s.NetworkDevices ?? ImmutableSortedDictionary.Create<string, NetworkConfig>(StringComparer.Ordinal);
                var device = EmptyToNull(set(devices.GetValueOrDefault(net) ?? new NetworkConfig(), v), new NetworkConfig());
                devices = device is null ? devices.Remove(net) : devices.SetItem(net, device);
                return s with { NetworkDevices = devices.IsEmpty ? null : devices };
            })
        {
            Check = check,
        };

    private static string? IPv4(string text) => IPAddress.Parse(text).AddressFamily == AddressFamily.InterNetwork
        ? null
        : "is not an IPv4 address: write it as 10.0.0.1";

    private static string? IPv6(string text) => IPAddress.Parse(text).AddressFamily == AddressFamily.InterNetworkV6
        ? null
        : "is not an IPv6 address: write it as fd00::1";

    private static string? Mask(string text) => IPv4(text) is null && Ipv4.PrefixLength(IPAddress.Parse(text)) is not null
        ? null
        : "is not a network mask: write it as 255.255.255.0";

    private static Func<string, string?> AtMost(uint most) =>
        text => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) <= most ? null : $"is more than {most}";

    private static T? EmptyToNull<T>(T value, T empty)
        where T : class => value.Equals(empty) ? null : value;

    private static ImmutableArray<string>? List(string? text) => text is null ? null : NodeField.SplitList(text);

    private static string? Join(ImmutableArray<string>? list) => list is { IsEmpty: false } items
        ? string.Join(',', items.Select(item => item.Contains(',', StringComparison.Ordinal) ? $"\"{item}\"" : item))
        : null;

    private static IPAddress? Address(string? text) => text is null ? null : IPAddress.Parse(text);

    private static string? Text(IPAddress? address) => address?.ToString();

    private static MacAddress? Mac(string? text) => text is null ? null : MacAddress.Parse(text);

    private static string? Pairs(ImmutableSortedDictionary<string, string>? tags) =>
        tags is { IsEmpty: false } ? string.Join(',', tags.Select(tag => $"{tag.Key}={tag.Value}")) : null;

    private static ImmutableSortedDictionary<string, string>? Add(ImmutableSortedDictionary<string, string>? tags, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var result = tags ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        return result.SetItems(NodeField.SplitPairs(text).Select(pair =>
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            return KeyValuePair.Create(pair[..at], pair[(at + 1)..]);
        }));
    }
}
