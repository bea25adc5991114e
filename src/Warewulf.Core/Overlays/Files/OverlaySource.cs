namespace Warewulf.Core.Overlays.Files;

/// <summary>Overlays in two directories: the site's, and what the distribution brought. A site overlay hides a whole distribution one.</summary>
/// <param name="siteDirectory">The site's overlays, such as <c>/var/lib/warewulf/overlays</c>.</param>
/// <param name="distributionDirectory">The overlays that came with the installation.</param>
public sealed class OverlaySource(string siteDirectory, string distributionDirectory) : IOverlaySource
{
    /// <inheritdoc/>
    public OverlayTree? Find(OverlayName name) =>
        Find(name, siteDirectory, isSite: true) ?? Find(name, distributionDirectory, isSite: false);

    /// <inheritdoc/>
    public IReadOnlyList<OverlayName> List() =>
    [
        .. new[] { siteDirectory, distributionDirectory }.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
            .Select(path => OverlayName.TryParse(Path.GetFileName(path), null, out var name) ? name : default)
            .Where(name => name != default).Distinct().Order(),
    ];

    private static OverlayTree? Find(OverlayName name, string directory, bool isSite)
    {
        var path = Path.Combine(directory, name.ToString());
        if (name.ToString() is "" or "." or ".." || !Directory.Exists(path))
        {
            return null;
        }

        return OverlayTreeReader.Read(name, path, isSite);
    }
}
