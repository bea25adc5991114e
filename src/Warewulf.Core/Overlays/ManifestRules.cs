using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays;

/// <summary>What every manifest must obey, so that it can be put on a disk and into an archive.</summary>
internal static class ManifestRules
{
    /// <summary>The largest file in bytes: what the archives of nodes can hold (4 GiB less one byte).</summary>
    public const long LargestFile = CpioHeader.MaxFileSize;

    /// <summary>Finds what is wrong with a manifest; nothing when it is sound.</summary>
    public static string? Problem(OverlayManifest manifest)
    {
        var directories = new Stack<BytePath>();
        foreach (var entry in manifest.Entries)
        {
            if ((entry.Path.IsEmpty ? null : PathProblem(entry.Path)) is { } problem)
            {
                return $"'{entry.Path}' {problem}";
            }

            while (directories.TryPeek(out var directory) && !entry.Path.IsBelow(directory))
            {
                directories.Pop();
            }

            var parent = directories.TryPeek(out var above) ? above : (BytePath?)null;
            if (entry.Path.IsEmpty ? !entry.IsDirectory : parent is not { } known || known != entry.Path.Parent)
            {
                return entry.Path.IsEmpty ? "it is no directory" : $"'{entry.Path}' lies in no directory of it";
            }

            if (EntryProblem(entry) is { } wrong)
            {
                return $"'{entry.Path}' {wrong}";
            }

            if (entry.IsDirectory)
            {
                directories.Push(entry.Path);
            }
        }

        return manifest.Count == 0 ? "it has no directory" : null;
    }

    /// <summary>What is wrong with a path below an overlay's directory; nothing when it is sound.</summary>
    public static string? PathProblem(BytePath path)
    {
        if (path.Length > BytePath.MaxLength)
        {
            return $"has {path.Length} bytes; the limit is {BytePath.MaxLength}";
        }

        foreach (var range in path.Bytes.Split((byte)'/'))
        {
            var name = path.Bytes[range];
            if (name.IsEmpty || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8) || name.Contains((byte)0))
            {
                return "is no path inside an overlay";
            }

            if (name.Length > BytePath.MaxNameLength)
            {
                return $"has a name of {name.Length} bytes; the limit is {BytePath.MaxNameLength}";
            }
        }

        return null;
    }

    private static string? EntryProblem(ManifestEntry entry)
    {
        var isKnown = entry.IsFile || entry.IsDirectory || entry.IsLink;
        return !isKnown ? "is no directory, file or symbolic link"
            : entry.IsFile != (entry.Digest is not null) ? "has no content, or one too many"
            : entry.Length is < 0 or > LargestFile ? $"has {entry.Length} bytes; the limit is {LargestFile}"
            : entry.IsLink != (entry.Target is not null) || entry.Target is { IsEmpty: true } or { Length: > BytePath.MaxLength } || entry.Target?.Bytes.Contains((byte)0) == true
                ? "is a link that says nothing"
            : null;
    }
}
