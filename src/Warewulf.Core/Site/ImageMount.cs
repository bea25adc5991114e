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
}
