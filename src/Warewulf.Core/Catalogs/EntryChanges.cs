using System.Globalization;
using Warewulf.Core.Archives;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Catalogs;

/// <summary>Says what differs between two states of a file of an overlay.</summary>
internal static class EntryChanges
{
    private const string Nothing = "<unset>";
    private const int ShownDigits = 12;

    /// <summary>The values that differ: the whole file when it was added or removed, else its content, permissions, owner and the like.</summary>
    public static IEnumerable<FieldChange> Of(EntryDifference difference)
    {
        var path = difference.Path.IsEmpty ? "." : difference.Path.ToString();
        if (difference is not { Before: { } before, After: { } after } || (before.Mode & UnixMode.TypeMask) != (after.Mode & UnixMode.TypeMask))
        {
            return [new FieldChange(path, Whole(difference.Before), Whole(difference.After))];
        }

        var changes = new List<FieldChange>();
        Add("content", Content(before), Content(after));
        Add("mode", Mode(before), Mode(after));
        Add("owner", Owner(before), Owner(after));
        Add("attributes", Attributes(before), Attributes(after));
        if (changes.Count == 0)
        {
            Add("modified", Time(before), Time(after));
        }

        return changes;

        void Add(string what, string from, string to)
        {
            if (from != to)
            {
                changes.Add(new FieldChange($"{path}: {what}", from, to));
            }
        }
    }

    private static string Whole(ManifestEntry? entry) => entry is null ? Nothing : $"{Kind(entry)} {Mode(entry)} {Owner(entry)}{(entry.IsDirectory ? "" : " " + Content(entry))}";

    private static string Kind(ManifestEntry entry) => entry.IsDirectory ? "directory" : entry.IsLink ? "link" : "file";

    private static string Content(ManifestEntry entry) =>
        entry.Target is { } target ? $"to {target}" : entry.Digest is { } digest ? $"{entry.Length} bytes, SHA-256 {digest.ToString()[..ShownDigits]}" : "";

    private static string Mode(ManifestEntry entry) => "0" + Convert.ToString((int)(entry.Mode & UnixMode.PermissionMask), 8).PadLeft(3, '0');

    private static string Owner(ManifestEntry entry) => $"{entry.Uid}:{entry.Gid}";

    private static string Attributes(ManifestEntry entry) =>
        entry.Attributes is { } attributes ? string.Join(", ", attributes.Select(pair => $"{pair.Key}={pair.Value}")) : Nothing;

    private static string Time(ManifestEntry entry) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(entry.ModifiedSeconds, -62_135_596_800, 253_402_300_799)).ToString("u", CultureInfo.InvariantCulture);
}
