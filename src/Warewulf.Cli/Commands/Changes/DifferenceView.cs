using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;
using Warewulf.Core.Hostlists;

namespace Warewulf.Cli.Commands.Changes;

/// <summary>
/// Differences as Warewulf writes them: the names, then one indented line per value with an arrow between before and after, and an empty
/// line between groups. What is added or removed is called so in words.
/// </summary>
/// <param name="noun">What is spoken of; the names of anything else are written with what they are.</param>
internal sealed class DifferenceView(string? noun)
{
    /// <summary>
    /// Whether what is removed is only named: nobody reads the values of 4,000 nodes before deleting them.
    /// </summary>
    public bool IsBrief { get; init; }

    /// <summary>Writes the groups.</summary>
    public void WriteTo(TextWriter writer, IEnumerable<JsonElement> groups)
    {
        var separator = "";
        foreach (var (kind, verb, names, count, changes) in Listed(groups))
        {
            writer.Write(separator);
            separator = "\n";
            writer.Write(Line.Clean(kind == noun ? names : $"{kind} {names}"));
            writer.Write(verb == "changed" ? "" : $" {(count == 1 ? "is" : "are")} {Line.Clean(verb)}");
            writer.Write(changes.Count > 0 ? ":\n" : ".\n");
            foreach (var change in changes)
            {
                writer.Write($"  {Clean(change, "path")}: {Clean(change, "before")} → {Clean(change, "after")}\n");
            }
        }
    }

    /// <summary>Says in a few words what the groups do, such as <c>add 1 node, change 2 profiles</c>; nothing when there are none.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="isDone">Whether it was done.</param>
    public static string? Summary(IEnumerable<JsonElement> groups, bool isDone)
    {
        var parts = groups
            .GroupBy(group => (Verb: group.Text("verb") ?? "changed", Kind: group.Text("kind") ?? "thing"))
            .OrderBy(part => part.Key.Verb, StringComparer.Ordinal)
            .Select(part => $"{Verb(part.Key.Verb, isDone)} {Count(part.Sum(group => (int)(group.Whole("count") ?? 1)), part.Key.Kind)}").ToList();
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    /// <summary>Writes a number of things.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Verb(string verb, bool isDone) => verb switch
    {
        _ when isDone => verb,
        "added" => "add",
        "removed" => "delete",
        _ => "change",
    };

    private static string Clean(JsonElement change, string name) => Line.Clean(change.Text(name) ?? Table.Nothing);

    private IEnumerable<(string Kind, string Verb, string Names, int Count, List<JsonElement> Changes)> Listed(IEnumerable<JsonElement> groups)
    {
        var removed = new Dictionary<string, (List<string> Names, int Count)>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var (kind, verb, names) = (group.Text("kind") ?? "", group.Text("verb") ?? "changed", group.Text("names") ?? "");
            var count = (int)(group.Whole("count") ?? 1);
            if (IsBrief && verb == "removed")
            {
                var before = removed.GetValueOrDefault(kind, ([], 0));
                before.Names.Add(names);
                removed[kind] = (before.Names, before.Count + count);
            }
            else
            {
                yield return (kind, verb, names, count, [.. group.Items("changes")]);
            }
        }

        foreach (var (kind, (names, count)) in removed)
        {
            yield return (kind, "removed", Hostlist.Fold(Hostlist.Expand(names)), count, []);
        }
    }
}
