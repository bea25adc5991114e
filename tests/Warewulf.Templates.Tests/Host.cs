using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

/// <summary>Data with a little of everything that can be bound.</summary>
internal sealed class Host
{
    public static GoType Type { get; } = GoType.Struct<Host>("site.Host", static t => t
        .Field("Id", x => x.Id)
        .Field("Count", x => x.Count)
        .Field("Ports", Port.Type.Pointer.MapFrom(GoType.String), x => GoValue.Map(Port.Type.Pointer, x.Ports, p => GoValue.Pointer(Port.Type, p)))
        .Field("Tags", GoType.StringMap, x => GoValue.Strings(x.Tags))
        .Field("Groups", GoType.StringList, x => GoValue.Strings(x.Groups))
        .Field("Spare", Port.Type.Pointer, x => GoValue.Pointer(Port.Type, x.Spare))
        .Field("Extra", GoType.Any, x => x.Extra)
        .Field("All", t.Type.Slice, x => GoValue.List(t.Type, x.All, h => GoValue.Struct(t.Type, h)))
        .Method("Name", GoType.String, x => GoValue.String(x.Id + x.Hidden))
        .Method("Main", Port.Type.Pointer, x => GoValue.Pointer(Port.Type, x.Ports.GetValueOrDefault("eth0"))));

    public string Id { get; set; } = "";

    public int Count { get; set; }

    public int Hidden { get; set; }

    public Dictionary<string, Port> Ports { get; } = [];

    public Dictionary<string, string> Tags { get; } = [];

    public string[]? Groups { get; set; }

    public Port? Spare { get; set; }

    public GoValue Extra { get; set; }

    public Host[] All { get; set; } = [];

    public GoValue Value => GoValue.Struct(Type, this);
}
