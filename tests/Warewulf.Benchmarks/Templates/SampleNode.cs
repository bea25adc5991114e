using System.Globalization;
using System.Net;
using Warewulf.Templates.Values;

namespace Warewulf.Benchmarks.Templates;

/// <summary>A node with one interface, bound to Go types as overlay templates see nodes. Equal to what engine.go makes.</summary>
internal sealed class SampleNode(int number)
{
    internal static GoType Type { get; } = GoType.Struct<SampleNode>("main.Node", static t => t
        .Field("Name", v => v.Name)
        .Field("Comment", _ => Comment)
        .Field("ClusterName", _ => ClusterName)
        .Field("ImageName", _ => ImageName)
        .Field("Kernel", SampleKernel.Type.Pointer, v => GoValue.Pointer(SampleKernel.Type, v.Kernel))
        .Field("Tags", GoType.StringMap, v => GoValue.Strings(v.Tags))
        .Field("NetDevs", SampleDevice.Type.Pointer.MapFrom(GoType.String), v => SampleDevice.Map(v.Devices))
        .Method("Id", GoType.String, v => GoValue.String(v.Name)));

    internal const string Comment = "made for measuring";
    internal const string ClusterName = "sample";
    internal const string ImageName = "rocky-9";

    internal string Name { get; } = Text($"n{number:0000}");

    internal SampleKernel Kernel { get; } = new();

    internal Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal) { ["rack"] = Text($"r{number / 40}"), ["row"] = Text($"{number / 400}") };

    internal Dictionary<string, SampleDevice> Devices { get; } = new(StringComparer.Ordinal)
    {
        ["default"] = new()
        {
            Hwaddr = Text($"52:54:00:AB:{number >> 8:X2}:{number & 255:X2}"),
            Ipaddr = IPAddress.Parse(Text($"10.0.{number >> 8}.{number & 255}")),
            Ipaddr6 = IPAddress.Parse(Text($"fd00::{number:x}")),
        },
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
