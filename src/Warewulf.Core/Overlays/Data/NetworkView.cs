using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>A network device as templates see it.</summary>
internal sealed class NetworkView(NetworkConfig config, bool primary)
{
    /// <summary>The device's Go type.</summary>
    internal static GoType Type { get; } = GoType.Struct<NetworkView>("node.NetDev", static t => t
        .Field("Type", v => v.Config.Type)
        .Field("OnBoot", ScalarTypes.YesNoWord, v => ScalarTypes.Word(v.Config.OnBoot))
        .Field("Device", v => v.Config.Device)
        .Field("Hwaddr", v => v.Config.Hwaddr?.ToString())
        .Field("Ipaddr", GoType.IP, v => v._ipaddr)
        .Field("Ipaddr6", GoType.IP, v => v._ipaddr6)
        .Field("PrefixLen6", v => v.Config.PrefixLen6)
        .Field("Netmask", GoType.IP, v => GoValue.IP(v.Config.Netmask))
        .Field("Gateway", GoType.IP, v => GoValue.IP(v.Config.Gateway))
        .Field("Gateway6", GoType.IP, v => GoValue.IP(v.Config.Gateway6))
        .Field("MTU", v => v.Config.Mtu)
        .Field("Tags", GoType.StringMap, v => GoValue.Strings(v.Config.Tags ?? SortedMap<string>.Empty))
        .Method("IpCIDR", GoType.String, v => GoValue.String(Addresses.Cidr(v.Config.Ipaddr, v.Config.Netmask)))
        .Method("IpCIDR6", GoType.String, v => GoValue.String(Addresses.Cidr6(v.Config.Ipaddr6, v.Config.PrefixLen6)))
        .Method("Primary", GoType.Bool, v => GoValue.Bool(v._primary)));

    private readonly bool _primary = primary;

    // Kept, because /etc/hosts reads these two of every node.
    private readonly GoValue _ipaddr = GoValue.IP(config.Ipaddr);
    private readonly GoValue _ipaddr6 = GoValue.IP(config.Ipaddr6);

    private NetworkConfig Config { get; } = config;

    /// <summary>The value of a map of devices by network name.</summary>
    internal static GoValue Map(IReadOnlyDictionary<string, NetworkView> devices) =>
        GoValue.Map(Type.Pointer, devices, static device => GoValue.Pointer(Type, device));

    /// <summary>Views of a node's devices.</summary>
    internal static IReadOnlyDictionary<string, NetworkView> Of(
        IReadOnlyDictionary<string, NetworkConfig> devices, string? primaryNetwork)
    {
        var views = new Dictionary<string, NetworkView>(devices.Count, StringComparer.Ordinal);
        foreach (var (name, device) in devices)
        {
            views.Add(name, new NetworkView(device, name == primaryNetwork));
        }

        return views;
    }
}
