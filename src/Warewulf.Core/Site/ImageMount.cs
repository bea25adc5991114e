using Warewulf.Core.Validation;

namespace Warewulf.Core.Site;

/// <summary>Something of the head that is bound into an image while a command runs in it.</summary>
/// <param name="Source">The path on the head.</param>
public sealed record ImageMount(string Source)
{
    /// <summary>The path in the image; empty means as the source.</summary>
    public string Dest { get; init; } = "";

    /// <summary>Whether it is bound read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether it is copied in instead of bound.</summary>
    public bool Copy { get; init; }

    /// <summary>Kept for compatibility: neither Warewulf nor this system does anything with it.</summary>
    public string Options { get; init; } = "";

    /// <summary>Where it is in the image.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Target => Dest.Length > 0 ? Dest : Source;

    /// <summary>Reads <c>SOURCE[:DEST[:ro|copy]]</c>, as <c>--bind</c> takes it.</summary>
    /// <exception cref="WarewulfException">It is malformed, or one of the paths cannot be used.</exception>
    public static ImageMount Parse(string text)
    {
        var parts = text.Split(':');
        var mode = parts.Length == 3 ? parts[2] : "";
        if (parts.Length > 3 || mode is not ("" or "ro" or "copy"))
        {
            throw WarewulfException.Invalid($"'{Names.Printable(text)}' is no bind: write it as SOURCE, SOURCE:DEST, SOURCE:DEST:ro or SOURCE:DEST:copy.");
        }

        var mount = new ImageMount(parts[0]) { Dest = parts.Length > 1 ? parts[1] : "", ReadOnly = mode == "ro", Copy = mode == "copy" };
        mount.Check();
        return mount;
    }

    /// <summary>Refuses what cannot be bound anywhere.</summary>
    /// <exception cref="WarewulfException">A path is relative, or leads to the root of the image.</exception>
    public void Check()
    {
        if (!IsPath(Source))
        {
            throw WarewulfException.Invalid($"'{Names.Printable(Source)}' cannot be bound: give an absolute path on the head.");
        }

        if (!IsPath(Target) || Target.Trim('/').Length == 0)
        {
            throw WarewulfException.Invalid($"Nothing can be bound to '{Names.Printable(Target)}': give an absolute path in the image, below its root.");
        }
    }

    private static bool IsPath(string path) => path.StartsWith('/') && !path.Contains('\0', StringComparison.Ordinal);
}
