using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>A node's management controller as templates see it.</summary>
internal static class IpmiView
{
    /// <summary>The Go type.</summary>
    internal static GoType Type { get; } = GoType.Struct<IpmiConfig>("node.IpmiConf", static t => t
        .Field("UserName", v => v.UserName)
        .Field("Password", v => v.Password)
        .Field("Ipaddr", GoType.IP, v => GoValue.IP(v.Ipaddr))
        .Field("Gateway", GoType.IP, v => GoValue.IP(v.Gateway))
        .Field("Netmask", GoType.IP, v => GoValue.IP(v.Netmask))
        .Field("Port", v => v.Port)
        .Field("Interface", v => v.Interface)
        .Field("EscapeChar", v => v.EscapeChar)
        .Field("Write", ScalarTypes.YesNoWord, v => ScalarTypes.Word(v.Write))
        .Field("Template", v => v.Template)
        .Field("Tags", GoType.StringMap, v => GoValue.Strings(v.Tags ?? SortedMap<string>.Empty)));
}
