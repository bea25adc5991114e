using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Nodes;

/// <summary>A value that each field takes.</summary>
internal static class NodeFieldSamples
{
    /// <summary>A place for fields of every scope.</summary>
    public static FieldTarget Target { get; } = new() { Disk = "/dev/sda", Partition = "scratch", FileSystem = "/dev/sda1" };

    public static string Of(NodeField field) => field.Kind switch
    {
        NodeFieldKind.Address when field.Key.EndsWith("netmask", StringComparison.Ordinal) => "255.255.255.0",
        NodeFieldKind.Address when field.Key.EndsWith('6') => "fd00::3",
        NodeFieldKind.Address => "10.1.2.3",
        NodeFieldKind.Mac => "52:54:00:aa:bb:cc",
        NodeFieldKind.YesNo or NodeFieldKind.TriState => "true",
        NodeFieldKind.Number => "64",
        NodeFieldKind.List => "a,b",
        NodeFieldKind.TagMap => "key=value",
        _ => "text",
    };
}
