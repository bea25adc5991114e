using System.Runtime.CompilerServices;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;

namespace Warewulf.Core.Overlays.Files;

/// <summary>
/// Finds overlays for a revision of the catalog: the site's are in the catalog and its blobs, others come from the distribution. A site
/// overlay hides a whole distribution one.
/// </summary>
/// <param name="siteDirectory">Where the site's overlays lie for admins to edit; templates learn of it, nothing is read there.</param>
/// <param name="distribution">The overlays that came with the installation.</param>
/// <param name="openBlob">Opens a blob; null when this head does not have it.</param>
public sealed class OverlaySource(string siteDirectory, IOverlaySource distribution, Func<ArtifactDigest, Stream?> openBlob)
{
    // A manifest does not change, so neither does its tree; both go when no catalog in memory has them.
    private readonly ConditionalWeakTable<OverlayManifest, OverlayTree> _trees = [];

    /// <summary>The overlays of the distribution alone.</summary>
    public IOverlaySource Distribution => distribution;

    /// <summary>The overlays of a revision.</summary>
    public IOverlaySource Of(Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new RevisionOverlays(this, catalog);
    }

    private OverlayTree Tree(OverlayManifest manifest) => _trees.GetValue(
        manifest,
        key => OverlayTree.Of(key, Path.Combine(siteDirectory, key.Name.ToString()), isSite: true, entry => openBlob(entry.Digest!.Value)));

    /// <summary>Knows one revision.</summary>
    private sealed class RevisionOverlays(OverlaySource source, Catalog catalog) : IOverlaySource
    {
        public OverlayTree? Find(OverlayName name) =>
            catalog.Overlays.TryGetValue(name, out var manifest) ? source.Tree(manifest) : source.Distribution.Find(name);

        public IReadOnlyList<OverlayName> List() => [.. catalog.Overlays.Keys.Union(source.Distribution.List()).Order()];
    }
}
