using System.Collections.Immutable;
using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Formats;

/// <summary>One value of a table of nodes.</summary>
/// <param name="Path">The column, such as <c>netdevs[default].ipaddr</c>.</param>
/// <param name="Value">The value as text; empty for one that is to be removed. A tag of nothing but double quotes, or of nothing at all, has
/// two more of them.</param>
public sealed record NodeCsvCell(string Path, string Value)
{
    /// <summary>The field of the column.</summary>
    public required NodeField Field { get; init; }

    /// <summary>The device of the column.</summary>
    public required FieldTarget Target { get; init; }

    /// <summary>The tag or resource of the column; unset for other fields.</summary>
    public string? Key { get; init; }

    /// <summary>The cell for a value that a node has.</summary>
    internal static NodeCsvCell From(FieldEntry entry) => new(entry.Path, Text(entry))
    {
        Field = entry.Field,
        Target = entry.Target,
        Key = entry.Key,
    };

    /// <summary>Tells what is wrong with the value, or nothing.</summary>
    internal string? Problem()
    {
        if (Value.Length == 0 || FieldText.IsRemoval(Field.Kind, Value))
        {
            return null;
        }

        return Field.Kind switch
        {
            NodeFieldKind.ResourceMap => Json(Value) is null ? $"'{Validation.Names.Printable(Value)}' is not JSON: write a text in double quotes." : null,
            NodeFieldKind.List when Items(Value) is not null => null,
            NodeFieldKind.TagMap or NodeFieldKind.Text => Field.Check?.Invoke(Value),
            _ => FieldText.Problem(Field.Kind, Value) ?? (Field.Check?.Invoke(Value) is { } wrong ? $"'{Validation.Names.Printable(Value)}' {wrong}." : null),
        };
    }

    /// <summary>The settings with the value in them.</summary>
    internal NodeSettings Apply(NodeSettings settings) => Field.SetValue(settings, Target, After(Field.GetValue(settings, Target)));

    // Removing a tag and leaving it empty are different things, and so are their cells: nothing, and two quotes.
    private static bool IsQuotes(string text) => text.All(c => c == '"');

    // An item with a quote in it has no other form; what begins like this one is written like it too.
    private static string Text(FieldEntry entry)
    {
        if (entry.Field.Kind == NodeFieldKind.TagMap)
        {
            return IsQuotes(entry.Value) ? entry.Value + "\"\"" : entry.Value;
        }

        if (entry.Field.Kind != NodeFieldKind.List || entry.Field.GetValue(entry.Settings, entry.Target) is not ImmutableArray<string> items)
        {
            return entry.Value;
        }

        var isSimple = items.All(item => item.Length > 0 && !item.Any(c => c == '"' || char.IsControl(c))) && Items(entry.Value) is null;
        return isSimple
            ? entry.Value
            : JsonElementWriter.Array(items.Select(item => JsonSerializer.SerializeToElement(item, Api.ApiJsonContext.Default.String))).GetRawText();
    }

    private static ImmutableArray<string>? Items(string text) =>
        text.StartsWith('[')
        && Json(text) is { ValueKind: JsonValueKind.Array } json
        && json.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. json.EnumerateArray().Select(item => item.GetString()!)]
            : null;

    private static JsonElement? Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private object? After(object? before) => Field.Kind switch
    {
        NodeFieldKind.TagMap => Changed(before as SortedMap<string>, Tag()),
        NodeFieldKind.ResourceMap => Changed(before as SortedMap<JsonElement>, Json(Value)),
        _ when FieldText.IsRemoval(Field.Kind, Value) => null,
        NodeFieldKind.List when Items(Value) is { } items => items.IsEmpty ? null : items,
        var kind => FieldText.Parse(kind, Value),
    };

    private string? Tag() => Value.Length == 0 ? null : Value.Length > 1 && IsQuotes(Value) ? Value[2..] : Value;

    private SortedMap<string>? Changed(SortedMap<string>? map, string? value)
    {
        map = value is null ? map?.Remove(Key!) : (map ?? SortedMap<string>.Empty).SetItem(Key!, value);
        return map is { IsEmpty: false } ? map : null;
    }

    private SortedMap<JsonElement>? Changed(SortedMap<JsonElement>? map, JsonElement? value)
    {
        map = value is { } json ? (map ?? SortedMap<JsonElement>.Empty).SetItem(Key!, json) : map?.Remove(Key!);
        return map is { IsEmpty: false } ? map : null;
    }
}
