using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>The tables of <c>wwctl node list</c> that have one row per node or network device.</summary>
internal static class NodeViews
{
    /// <summary>Name, profiles, networks.</summary>
    public static Table Simple(IEnumerable<JsonElement> nodes)
    {
        var table = new Table("NODE NAME", "PROFILES", "NETWORK");
        foreach (var node in nodes)
        {
            var networks = new List<string>();
            foreach (var network in Settings(node).Entries("network devices"))
            {
                networks.Add(network.Name);
            }

            networks.Sort(StringComparer.Ordinal);
            table.Add(Name(node), Settings(node).Joined("profiles"), string.Join(", ", networks));
        }

        return table;
    }

    /// <summary>Kernel, image, overlays.</summary>
    public static Table Long(IEnumerable<JsonElement> nodes)
    {
        var table = new Table("NODE NAME", "KERNEL VERSION", "IMAGE", "OVERLAYS (S/R)");
        foreach (var node in nodes)
        {
            var settings = Settings(node);
            var overlays = $"{settings.Joined("system overlay")}/{settings.Joined("runtime overlay")}";
            table.Add(Name(node), settings.Member("kernel")?.Text("version"), settings.Text("image name"), overlays == "/" ? null : overlays);
        }

        return table;
    }

    /// <summary>Network devices, by network name.</summary>
    public static Table Net(IEnumerable<JsonElement> nodes)
    {
        var table = new Table("NODE", "NETWORK", "HWADDR", "IPADDR", "GATEWAY", "DEVICE");
        foreach (var node in nodes)
        {
            var networks = Settings(node).Entries("network devices").OrderBy(network => network.Name, StringComparer.Ordinal).ToList();
            foreach (var (network, device) in networks.Select(network => (network.Name, network.Value)))
            {
                table.Add(Name(node), network, device.Text("hwaddr"), device.Text("ipaddr"), device.Text("gateway"), device.Text("device"));
            }

            if (networks.Count == 0)
            {
                table.Add(Name(node), null, null, null, null, null);
            }
        }

        return table;
    }

    /// <summary>Management controllers, without their passwords.</summary>
    public static Table Ipmi(IEnumerable<JsonElement> nodes)
    {
        var table = new Table("NODE", "IPMI IPADDR", "IPMI PORT", "IPMI USERNAME", "IPMI INTERFACE");
        foreach (var node in nodes)
        {
            var ipmi = Settings(node).Member("ipmi") ?? default;
            table.Add(Name(node), ipmi.Text("ipaddr"), ipmi.Text("port"), ipmi.Text("username"), ipmi.Text("interface"));
        }

        return table;
    }

    /// <summary>A node's name.</summary>
    public static string? Name(JsonElement node) => node.Text("name");

    /// <summary>A node's settings; an element of no kind when it has none.</summary>
    public static JsonElement Settings(JsonElement node) => node.Member("settings") ?? default;
}
