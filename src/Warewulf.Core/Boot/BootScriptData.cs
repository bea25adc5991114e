using System.Collections.Immutable;
using Warewulf.Core.Collections;
using Warewulf.Core.Overlays.Data;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Boot;

/// <summary>What the templates of boot scripts read. Of an unknown machine only the hardware address is set.</summary>
internal sealed record BootScriptData
{
    /// <summary>The Go type.</summary>
    internal static GoType Type { get; } = GoType.Struct<BootScriptData>("warewulfd.templateVars", static t => t
        .Field("Message", static _ => "")
        .Field("WaitTime", static _ => "")
        .Field("Hostname", v => v.Node)
        .Field("Fqdn", v => v.Node)
        .Field("Id", v => v.Node)
        .Field("Cluster", v => v.Cluster)
        .Field("ImageName", v => v.ImageName)
        .Field("Ipxe", v => v.Ipxe)
        .Field("Hwaddr", v => v.Hwaddr)
        .Field("Ipaddr", v => v.Ipaddr)
        .Field("Ipaddr6", v => v.Ipaddr6)
        .Field("Port", v => v.Port)
        .Field("Authority", v => v.Authority)
        .Field("KernelArgs", v => v.KernelArgs)
        .Field("KernelVersion", v => v.KernelVersion)
        .Field("Root", v => v.Root)
        .Field("TLS", static _ => false)
        .Field("Tags", GoType.StringMap, v => GoValue.Strings(v.Tags))
        .Field("NetDevs", NetworkView.Type.Pointer.MapFrom(GoType.String), v => NetworkView.Map(v.NetworkDevices)));

    internal string Node { get; init; } = "";

    internal string Cluster { get; init; } = "";

    internal string ImageName { get; init; } = "";

    internal string Ipxe { get; init; } = "";

    internal required string Hwaddr { get; init; }

    internal string Ipaddr { get; init; } = "";

    internal string Ipaddr6 { get; init; } = "";

    internal string Port { get; init; } = "";

    internal string Authority { get; init; } = "";

    internal string KernelArgs { get; init; } = "";

    internal string KernelVersion { get; init; } = "";

    internal string Root { get; init; } = "";

    internal SortedMap<string> Tags { get; init; } = SortedMap<string>.Empty;

    internal IReadOnlyDictionary<string, NetworkView> NetworkDevices { get; init; } =
        ImmutableDictionary<string, NetworkView>.Empty;
}
