using System.Globalization;
using System.Text;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Overlays;

/// <summary>Compares what overlays are for a node before and after a change, file by file.</summary>
internal static class OverlayComparison
{
    private const int LargestText = 1024 * 1024;

    /// <summary>The files that differ.</summary>
    public static IEnumerable<OverlayFileChange> Between(OverlayOutput before, OverlayOutput after)
    {
        var old = before.Entries.ToDictionary(entry => entry.Path);
        foreach (var entry in after.Entries)
        {
            if (!old.Remove(entry.Path, out var was))
            {
                yield return new OverlayFileChange(entry.Path, "added", Lines(null, entry));
            }
            else if (!ReferenceEquals(was, entry) && !IsSame(was, entry))
            {
                yield return new OverlayFileChange(entry.Path, "changed", Lines(was, entry));
            }
        }

        foreach (var was in old.Values)
        {
            yield return new OverlayFileChange(was.Path, "removed", []);
        }
    }

    private static bool IsSame(OverlayEntry x, OverlayEntry y) =>
        x.Mode == y.Mode && x.Uid == y.Uid && x.Gid == y.Gid && x.Target == y.Target && x.Length == y.Length && x.Digest == y.Digest;

    private static List<string> Lines(OverlayEntry? before, OverlayEntry after)
    {
        var lines = new List<string>();
        if (before is not null && (before.Mode != after.Mode || before.Uid != after.Uid || before.Gid != after.Gid))
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"permissions and owner: {Octal(before.Mode)} {before.Uid}:{before.Gid} → {Octal(after.Mode)} {after.Uid}:{after.Gid}"));
        }

        if (after.IsLink || before?.IsLink == true)
        {
            lines.Add($"link: {(before is { IsLink: true } ? before.Target.ToString() : "none")} → {(after.IsLink ? after.Target.ToString() : "none")}");
        }

        if (before?.IsFile == true && !after.IsFile)
        {
            return lines;
        }

        if (after.IsFile && before?.Digest != after.Digest)
        {
            lines.AddRange(Text(before) is { } from && Text(after) is { } to ? TextDifference.Between(from, to) : [$"content: {before?.Length ?? 0} bytes → {after.Length} bytes"]);
        }

        return lines;
    }

    private static string Octal(uint mode) => Convert.ToString(mode & UnixMode.PermissionMask, 8).PadLeft(4, '0');

    // What is no text, or much of it, is not worth showing.
    private static string? Text(OverlayEntry? entry)
    {
        if (entry is not { IsFile: true })
        {
            return "";
        }

        if (entry.Length > LargestText)
        {
            return null;
        }

        var bytes = entry.ReadContent();
        return System.Text.Unicode.Utf8.IsValid(bytes) && !bytes.AsSpan().Contains((byte)0) ? Encoding.UTF8.GetString(bytes) : null;
    }
}
