using System.Text.RegularExpressions;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Formats;

/// <summary>
/// Finds the field that a path such as <c>netdevs[default].ipaddr</c> or <c>tags[role]</c> names: the other way of <see cref="NodeField.Path"/>.
/// </summary>
internal static class NodePath
{
    // Names that no device has: what stands for one in a pattern.
    private static readonly FieldTarget Marked = new() { Net = "\u0001", Disk = "\u0002", Partition = "\u0003", FileSystem = "\u0004" };

    private static readonly List<(NodeField Field, Regex Pattern)> Patterns = [.. NodeFields.All.Select(field => (field, Pattern(field)))];

    /// <summary>Finds a field, its place, and for tags and resources which one; nothing when the path names none.</summary>
    public static (NodeField Field, FieldTarget Target, string? Key)? Find(string path)
    {
        foreach (var (field, pattern) in Patterns)
        {
            if (pattern.Match(path) is { Success: true } match)
            {
                var target = new FieldTarget
                {
                    Net = Part(match, "net") ?? FieldTarget.DefaultNet,
                    Disk = Part(match, "disk"),
                    Partition = Part(match, "partition"),
                    FileSystem = Part(match, "fs"),
                };
                return (field, target, Part(match, "key"));
            }
        }

        return null;
    }

    /// <summary>A path for each field, for suggestions.</summary>
    public static IEnumerable<string> Samples() => NodeFields.All.Select(field =>
        field.Path(new FieldTarget { Disk = "/dev/sda", Partition = "scratch", FileSystem = "/dev/sda1" })
        + (field.Kind is NodeFieldKind.TagMap or NodeFieldKind.ResourceMap ? "[name]" : ""));

    private static Regex Pattern(NodeField field)
    {
        var pattern = Regex.Escape(field.Path(Marked))
            .Replace("\u0001", "(?<net>.+?)", StringComparison.Ordinal)
            .Replace("\u0002", "(?<disk>.+?)", StringComparison.Ordinal)
            .Replace("\u0003", "(?<partition>.+?)", StringComparison.Ordinal)
            .Replace("\u0004", "(?<fs>.+?)", StringComparison.Ordinal);
        var key = field.Kind is NodeFieldKind.TagMap or NodeFieldKind.ResourceMap ? @"\[(?<key>.+)\]" : "";

        // Without backtracking, so that no header can make the search take long.
        return new Regex($@"^{pattern}{key}\z", RegexOptions.NonBacktracking | RegexOptions.Singleline);
    }

    private static string? Part(Match match, string name) => match.Groups[name] is { Success: true } group ? group.Value : null;
}
