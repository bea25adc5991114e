using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>A disk as templates see it.</summary>
internal sealed class DiskView
{
    private readonly string _device;
    private readonly DiskConfig _config;
    private readonly IReadOnlyDictionary<string, PartitionView> _partitions;

    internal DiskView(string device, DiskConfig config)
    {
        _device = device;
        _config = config;
        _partitions = (config.Partitions ?? SortedMap<PartitionConfig>.Empty)
            .ToDictionary(pair => pair.Key, pair => new PartitionView(pair.Key, pair.Value), StringComparer.Ordinal);
    }

    /// <summary>The disk's Go type.</summary>
    internal static GoType Type { get; } = GoType.Struct<DiskView>("node.Disk", static t => t
        .Field("WipeTableP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v._config.WipeTable))
        .Field("Partitions", PartitionView.Type.Pointer.MapFrom(GoType.String), v =>
            GoValue.Map(PartitionView.Type.Pointer, v._partitions, static p => GoValue.Pointer(PartitionView.Type, p)))
        .Method("Id", GoType.String, v => GoValue.String(v._device))
        .Method("WipeTable", GoType.Bool, v => GoValue.Bool(v._config.WipeTable ?? false))
        .Method("PartitionList", PartitionView.Type.Pointer.Slice, v => v.PartitionList()));

    private GoValue PartitionList()
    {
        var partitions = _partitions.Values.ToArray();
        Array.Sort(partitions, PartitionView.Order);
        return GoValue.List(PartitionView.Type.Pointer, partitions, static p => GoValue.Pointer(PartitionView.Type, p));
    }
}
