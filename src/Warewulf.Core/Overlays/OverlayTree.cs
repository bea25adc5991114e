using System.Text;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Overlays;

/// <summary>An overlay as it was found: its files, a directory before its content, names of one directory in byte order.</summary>
/// <param name="Name">The overlay's name.</param>
/// <param name="Directory">The overlay's directory on a head, for messages and templates; nothing is read there unless it is the distribution's.</param>
/// <param name="Prefix">Where its files begin inside that: <c>rootfs</c>, or empty for the layout of old.</param>
/// <param name="IsSite">Whether it is the site's own, not the distribution's.</param>
/// <param name="Files">The files.</param>
public sealed record OverlayTree(OverlayName Name, string Directory, string Prefix, bool IsSite, IReadOnlyList<OverlayFile> Files)
{
    /// <summary>The directory that stands for the node's root.</summary>
    public string Root => Path.Combine(Directory, Prefix);

    /// <summary>All that lies in the overlay's directory, the files for nodes among it.</summary>
    public required OverlayManifest Manifest { get; init; }

    /// <summary>
    /// A digest of all that a render can see of the overlay, contents included: as long as it is the same, the overlay gives the same.
    /// </summary>
    public ArtifactDigest Digest => ArtifactDigest.Of(Encoding.UTF8.GetBytes($"{Manifest.Digest} {Directory}"));

    /// <summary>Opens the content of a file, which may have changed since: the reader checks its digest. Null when it is gone.</summary>
    public Func<ManifestEntry, Stream?> Content { get; private init; } = static _ => null;

    /// <summary>Makes a tree of a manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="directory">The overlay's directory on a head.</param>
    /// <param name="isSite">Whether it is the site's own.</param>
    /// <param name="content">Opens the content of a file; null when it is gone.</param>
    public static OverlayTree Of(OverlayManifest manifest, string directory, bool isSite, Func<ManifestEntry, Stream?> content)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var root = BytePath.FromText("rootfs");
        var hasRoot = manifest.Find(root) is { IsDirectory: true };
        var files = manifest.Entries.Where(entry => hasRoot ? entry.Path.IsBelow(root) : !entry.Path.IsEmpty)
            .Select(entry => File(entry, hasRoot ? root.Length + 1 : 0)).ToList();
        return new OverlayTree(manifest.Name, directory, hasRoot ? "rootfs" : "", isSite, files)
        {
            Manifest = manifest,
            Content = content,
        };
    }

    /// <summary>What the manifest says of a file.</summary>
    public ManifestEntry Entry(OverlayFile file) => Manifest.Find(PathInOverlay(file))!;

    /// <summary>The regular file that a symbolic link leads to inside the overlay; null when it leads to none.</summary>
    public ManifestEntry? Follow(OverlayFile link) => ManifestLinks.Follow(Manifest, PathInOverlay(link)) is { IsFile: true } entry ? entry : null;

    /// <summary>A file's path inside the overlay's directory, for messages.</summary>
    internal string Describe(OverlayFile file) => Prefix.Length == 0 ? file.Path.ToString() : $"{Prefix}/{file.Path}";

    private static OverlayFile File(ManifestEntry entry, int skipped)
    {
        var seconds = Math.Clamp(entry.ModifiedSeconds, -62_135_596_800, 253_402_300_799);
        return new OverlayFile(
            new BytePath(entry.Path.Bytes[skipped..]), entry.Mode, entry.Uid, entry.Gid, entry.Target?.Length ?? entry.Length, DateTimeOffset.FromUnixTimeSeconds(seconds), entry.Target)
        {
            Digest = entry.Digest,
        };
    }

    private BytePath PathInOverlay(OverlayFile file) => Prefix.Length == 0 ? file.Path : BytePath.FromText(Prefix).Child(file.Path.Bytes);
}
