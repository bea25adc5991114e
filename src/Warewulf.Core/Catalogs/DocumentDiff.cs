using System.Text.Json;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Catalogs;

/// <summary>Compares two documents value by value.</summary>
internal static class DocumentDiff
{
    private const string Unset = "<unset>";

    /// <summary>What differs, sorted by path. A document of no kind counts as empty.</summary>
    public static IReadOnlyList<FieldChange> Between(JsonElement before, JsonElement after)
    {
        var old = new Dictionary<string, string>(StringComparer.Ordinal);
        var now = new Dictionary<string, string>(StringComparer.Ordinal);
        Flatten("", before, old);
        Flatten("", after, now);
        return
        [
            .. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
                .Select(path => new FieldChange(path, old.GetValueOrDefault(path, Unset), now.GetValueOrDefault(path, Unset)))
                .Where(change => change.Before != change.After),
        ];
    }

    private static void Flatten(string path, JsonElement value, Dictionary<string, string> into)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                Flatten(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, into);
            }
        }
        else if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            into[path] = value.GetRawText();
        }
    }
}
