namespace Warewulf.Core.Nodes;

/// <summary>One value that a node or profile has.</summary>
/// <param name="Field">The field.</param>
/// <param name="Target">Which device, disk, partition or file system it belongs to.</param>
/// <param name="Key">The tag's or resource's name; unset for other fields.</param>
/// <param name="Value">The value as text; lists with commas, resources as JSON.</param>
/// <param name="Settings">Whose value it is.</param>
public sealed record FieldEntry(NodeField Field, FieldTarget Target, string? Key, string Value, NodeSettings Settings)
{
    /// <summary>The name in displays, such as <c>NetDevs[default].Ipaddr</c>.</summary>
    public string Display => Field.Display(Target) + Brackets;

    /// <summary>The name in differences, such as <c>netdevs[default].ipaddr</c>.</summary>
    public string Path => Field.Path(Target) + Brackets;

    /// <summary>What is wrong with the value, or nothing. Files have texts and tags of several lines, which no flag takes.</summary>
    public string? Problem => Field.Kind switch
    {
        NodeFieldKind.ResourceMap => null,
        NodeFieldKind.TagMap => Key!.Any(char.IsControl) || FieldText.HasControl(Value) ? $"{Display}: {FieldText.ControlCharacter}" : null,
        NodeFieldKind.List => Value.Any(char.IsControl) ? $"{Display}: {FieldText.ControlCharacter}" : null,
        NodeFieldKind.Text when !FieldText.HasControl(Value) => Field.Wrong(Value),
        _ => Field.Validate(Value),
    };

    private string Brackets => Key is null ? "" : $"[{Key}]";
}
