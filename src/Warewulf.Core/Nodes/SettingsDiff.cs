using System.Collections.Immutable;

namespace Warewulf.Core.Nodes;

/// <summary>Compares two states of a node or profile field by field.</summary>
public static class SettingsDiff
{
    private const string Unset = "<unset>";
    private const string Masked = "********";

    /// <summary>What differs, sorted by path. Secrets show that they changed, and not to what.</summary>
    public static IReadOnlyList<FieldChange> Between(NodeSettings before, NodeSettings after)
    {
        if (ReferenceEquals(before, after))
        {
            return [];
        }

        var old = NodeFields.Entries(before).ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        var changes = new List<FieldChange>();
        foreach (var entry in NodeFields.Entries(after))
        {
            if (!old.Remove(entry.Path, out var was))
            {
                changes.Add(new FieldChange(entry.Path, Absent(entry), Show(entry)));
            }
            else if (was.Value != entry.Value)
            {
                changes.Add(new FieldChange(entry.Path, Show(was), Show(entry)));
            }
        }

        changes.AddRange(old.Values.Select(gone => new FieldChange(gone.Path, Show(gone), Absent(gone))));
        changes.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return changes;
    }

    /// <summary>The paths of the values that differ.</summary>
    public static IEnumerable<string> Paths(NodeSettings before, NodeSettings after) => Between(before, after).Select(change => change.Path);

    private static string Absent(FieldEntry entry) => entry.Field.Kind == NodeFieldKind.List ? "[]" : Unset;

    private static string Show(FieldEntry entry) => entry.Field switch
    {
        { IsSecret: true } => Masked,
        { Kind: NodeFieldKind.List } => $"[{string.Join(", ", (ImmutableArray<string>)entry.Field.GetValue(entry.Settings, entry.Target)!)}]",
        { Kind: NodeFieldKind.ResourceMap or NodeFieldKind.TriState } => entry.Value,
        _ => $"\"{entry.Value}\"",
    };
}
