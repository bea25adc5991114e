using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>
/// The table of <c>wwctl node list --all</c>: one row per field that has a value. A field this program does not know is shown by its key.
/// </summary>
internal static class NodeFieldView
{
    /// <summary>What stands for a secret.</summary>
    public const string Hidden = "********";

    /// <summary>Makes the table. Which profile a value comes from is not part of the answer, so that column is empty.</summary>
    public static Table Make(IEnumerable<JsonElement> nodes)
    {
        var table = new Table("NODE", "FIELD", "PROFILE", "VALUE");
        foreach (var node in nodes)
        {
            var name = NodeViews.Name(node);
            foreach (var (field, value) in Fields(node))
            {
                table.Add(name, field, null, value);
            }
        }

        return table;
    }

    /// <summary>The fields of a node, by display name, in the order of the table of fields.</summary>
    public static IEnumerable<(string Field, string Value)> Fields(JsonElement node)
    {
        var own = node.EnumerateObject().Where(member => !member.NameEquals("name") && !member.NameEquals("settings"))
            .SelectMany(member => Flatten("", member.Name, member.Value, FieldShape.Node));
        return own.Concat(node.Entries("settings").SelectMany(member => Flatten("", member.Name, member.Value, FieldShape.Node)));
    }

    private static IEnumerable<(string Field, string Value)> Flatten(string prefix, string key, JsonElement value, FieldShape parent)
    {
        var shape = parent.Child(key);
        var field = prefix + shape.Display;
        if (value.ValueKind != JsonValueKind.Object || shape.Kind == FieldShapeKind.Value)
        {
            return Show(value, shape) is { Length: > 0 } text ? [(field, text)] : [];
        }

        if (shape.Kind == FieldShapeKind.Group)
        {
            return value.EnumerateObject().SelectMany(member => Flatten(field + '.', member.Name, member.Value, shape));
        }

        // A map: the key goes into brackets, and what is under it is either a value or again a group.
        return value.EnumerateObject().OrderBy(entry => entry.Name, StringComparer.Ordinal).SelectMany(entry =>
        {
            var name = $"{field}[{entry.Name}]";
            return shape.Kind == FieldShapeKind.MapOfGroups && entry.Value.ValueKind == JsonValueKind.Object
                ? entry.Value.EnumerateObject().SelectMany(member => Flatten(name + '.', member.Name, member.Value, shape))
                : [(name, Show(entry.Value, shape) ?? "")];
        });
    }

    private static string? Show(JsonElement value, FieldShape shape) => value.ValueKind switch
    {
        _ when shape.IsSecret => Hidden,
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Array when shape.Kind == FieldShapeKind.Value && value.EnumerateArray().All(item => item.Text() is not null) =>
            string.Join(',', value.EnumerateArray().Select(item => item.Text())),
        JsonValueKind.Array or JsonValueKind.Object => Compact(value),
        _ => value.Text(),
    };

    private static string Compact(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            value.WriteTo(json);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
