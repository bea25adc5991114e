using Warewulf.Core.Archives;
using Warewulf.Core.Images;

namespace Warewulf.Core.Overlays.Files;

/// <summary>Overlays as they lie in a directory, such as those that the distribution brought.</summary>
/// <param name="directory">The directory.</param>
/// <param name="reader">Lists them.</param>
/// <param name="isSite">Whether they are the site's own.</param>
public sealed class DirectoryOverlays(string directory, OverlayDirectoryReader reader, bool isSite = false) : IOverlaySource
{
    private const string OfFileSystems = "lost+found";

    /// <inheritdoc/>
    public OverlayTree? Find(OverlayName name)
    {
        var path = Path.Combine(directory, name.ToString());
        if (name.ToString() is "" or "." or ".." || !Directory.Exists(path))
        {
            return null;
        }

        var listing = reader.Read(name, path);
        foreach (var (file, why) in listing.Problems)
        {
            throw WarewulfException.Invalid($"Overlay '{name}' holds '{file}', which cannot be used: {why}.");
        }

        return OverlayTree.Of(listing.Manifest, path, isSite, entry => Open(path, entry.Path));
    }

    /// <inheritdoc/>
    public IReadOnlyList<OverlayName> List() => Names(directory);

    /// <summary>The names of the overlays in a directory, in order.</summary>
    public static IReadOnlyList<OverlayName> Names(string directory) => !Directory.Exists(directory)
        ? []
        :
        [
            .. Directory.EnumerateDirectories(directory)
                .Select(path => OverlayName.TryParse(Path.GetFileName(path), null, out var name) ? name : default)
                .Where(name => name != default && name.ToString()[0] != '.').Order(),
        ];

    /// <summary>The directories there that are no overlays because their names are none; but for hidden ones and those that programs make.</summary>
    public static IReadOnlyList<string> Strangers(string directory) => !Directory.Exists(directory)
        ? []
        :
        [
            .. Directory.EnumerateDirectories(directory).Select(path => Path.GetFileName(path))
                .Where(name => name[0] != '.' && name != OfFileSystems && !OverlayName.TryParse(name, null, out _) && !PassingFiles.IsOne(BytePath.FromText(name)))
                .Order(StringComparer.Ordinal),
        ];

    private static FileStream? Open(string directory, BytePath path)
    {
        using var overlay = ImageRoot.Open(directory);
        return overlay.OpenRead(path);
    }
}
