using System.Globalization;
using Warewulf.Core.Nodes;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>A partition as templates see it.</summary>
internal sealed class PartitionView(string label, PartitionConfig config)
{
    /// <summary>The partition's Go type.</summary>
    internal static GoType Type { get; } = GoType.Struct<PartitionView>("node.Partition", static t => t
        .Field("Number", v => v.Config.Number)
        .Field("SizeMiB", v => v.Config.SizeMiB)
        .Field("StartMiB", v => v.Config.StartMiB)
        .Field("TypeGuid", v => v.Config.TypeGuid)
        .Field("Guid", v => v.Config.Guid)
        .Field("WipePartitionEntryP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.Config.WipePartitionEntry))
        .Field("ShouldExistP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.Config.ShouldExist))
        .Field("ResizeP", GoType.Bool.Pointer, v => ScalarTypes.Optional(v.Config.Resize))
        .Method("Id", GoType.String, v => GoValue.String(v.Label))
        .Method("WipePartitionEntry", GoType.Bool, v => GoValue.Bool(v.Config.WipePartitionEntry ?? false))
        .Method("ShouldExist", GoType.Bool, v => GoValue.Bool(v.Config.ShouldExist ?? false))
        .Method("Resize", GoType.Bool, v => GoValue.Bool(v.Config.Resize ?? false)));

    private string Label { get; } = label;

    private PartitionConfig Config { get; } = config;

    /// <summary>Numbered ones first, by number, then the others by label.</summary>
    internal static int Order(PartitionView x, PartitionView y)
    {
        var byNumber = NumberOf(x).CompareTo(NumberOf(y));
        return byNumber != 0 ? byNumber : GoText.Compare(x.Label, y.Label);
    }

    private static long NumberOf(PartitionView view) =>
        uint.TryParse(view.Config.Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
