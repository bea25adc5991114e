using Warewulf.Templates.Values;

namespace Warewulf.Benchmarks.Templates;

/// <summary>The dot of the measured templates: the first of many nodes.</summary>
internal sealed class SampleRoot(int nodes)
{
    private readonly SampleNode _node = new(1);
    private readonly GoValue _all = GoValue.List(
        SampleNode.Type, Enumerable.Range(1, nodes).Select(static i => new SampleNode(i)).ToArray(), static n => GoValue.Struct(SampleNode.Type, n));

    internal static GoType Type { get; } = GoType.Struct<SampleRoot>("main.Root", static t => t
        .Field("Id", v => v._node.Name)
        .Field("BuildHost", _ => "head")
        .Field("Comment", _ => SampleNode.Comment)
        .Field("ClusterName", _ => SampleNode.ClusterName)
        .Field("ImageName", _ => SampleNode.ImageName)
        .Field("Tags", GoType.StringMap, v => GoValue.Strings(v._node.Tags))
        .Field("NetDevs", SampleDevice.Type.Pointer.MapFrom(GoType.String), v => SampleDevice.Map(v._node.Devices))
        .Field("ThisNode", SampleNode.Type.Pointer, v => GoValue.Pointer(SampleNode.Type, v._node))
        .Field("AllNodes", SampleNode.Type.Slice, v => v._all));

    internal GoValue Value => GoValue.Struct(Type, this);
}
