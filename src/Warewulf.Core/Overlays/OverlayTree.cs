namespace Warewulf.Core.Overlays;

/// <summary>An overlay as it was found: its files, a directory before its content, names of one directory in byte order.</summary>
/// <param name="Name">The overlay's name.</param>
/// <param name="Directory">The overlay's directory.</param>
/// <param name="Prefix">Where its files begin inside that: <c>rootfs</c>, or empty for the layout of old.</param>
/// <param name="IsSite">Whether it is the site's own, not the distribution's.</param>
/// <param name="Files">The files.</param>
public sealed record OverlayTree(OverlayName Name, string Directory, string Prefix, bool IsSite, IReadOnlyList<OverlayFile> Files)
{
    /// <summary>The directory that stands for the node's root.</summary>
    public string Root => Path.Combine(Directory, Prefix);

    /// <summary>A file's path inside the overlay's directory, for messages.</summary>
    internal string Describe(OverlayFile file) => Prefix.Length == 0 ? file.Path.ToString() : $"{Prefix}/{file.Path}";
}
