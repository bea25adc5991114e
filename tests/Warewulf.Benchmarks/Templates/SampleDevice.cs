using System.Net;
using Warewulf.Templates.Values;

namespace Warewulf.Benchmarks.Templates;

/// <summary>An interface of a sample node.</summary>
internal sealed class SampleDevice
{
    private static readonly GoType Word = GoType.Named("main.Word", GoType.String, static v => v.AsString,
        [GoFunction.Create("String", GoType.String, [], static (_, self) => GoValue.String(self[0].AsString))]);

    private static readonly IPAddress Netmask = IPAddress.Parse("255.255.0.0");
    private static readonly IPAddress Gateway = IPAddress.Parse("10.0.255.254");

    internal static GoType Type { get; } = GoType.Struct<SampleDevice>("main.NetDev", static t => t
        .Field("Type", _ => "ethernet")
        .Field("Device", _ => "eth0")
        .Field("Hwaddr", v => v.Hwaddr)
        .Field("OnBoot", Word, _ => GoValue.String(Word, "true"))
        .Field("Ipaddr", GoType.IP, v => GoValue.IP(v.Ipaddr))
        .Field("Netmask", GoType.IP, _ => GoValue.IP(Netmask))
        .Field("Gateway", GoType.IP, _ => GoValue.IP(Gateway))
        .Field("Ipaddr6", GoType.IP, v => GoValue.IP(v.Ipaddr6))
        .Field("Gateway6", GoType.IP, _ => GoValue.IP(null))
        .Field("PrefixLen6", _ => "64")
        .Field("MTU", _ => "9000")
        .Field("Tags", GoType.StringMap, v => GoValue.Strings(v.Tags))
        .Method("IpCIDR", GoType.String, v => GoValue.String($"{v.Ipaddr}/16"))
        .Method("Primary", GoType.Bool, _ => GoValue.Bool(true)));

    internal required string Hwaddr { get; init; }

    internal required IPAddress Ipaddr { get; init; }

    internal required IPAddress Ipaddr6 { get; init; }

    internal Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal)
    {
        ["DNS1"] = "10.0.0.1",
        ["DNS2"] = "10.0.0.2",
        ["DNSSEARCH"] = "cluster.example",
        ["zone"] = "trusted",
    };

    internal static GoValue Map(Dictionary<string, SampleDevice> devices) =>
        GoValue.Map(Type.Pointer, devices, static device => GoValue.Pointer(Type, device));
}
