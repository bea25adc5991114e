using System.Collections.Immutable;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Profiles;
using Warewulf.Core.Site;

namespace Warewulf.Core.Catalogs;

/// <summary>
/// All that admins have declared, as an immutable snapshot with a revision number. A change makes the next revision or nothing.
/// </summary>
public sealed class Catalog
{
    private const int SmallestShare = 64;

    private readonly Lazy<CatalogIndex> _index;
    private Unindexed? _unindexed;

    private Catalog(
        long revision,
        DateTimeOffset committedAt,
        SiteConfig site,
        ImmutableSortedDictionary<NodeName, NodeConfig> nodes,
        ImmutableSortedDictionary<ProfileName, ProfileConfig> profiles,
        ImmutableSortedDictionary<ImageName, ImageConfig> images,
        ImmutableSortedDictionary<OverlayName, OverlayManifest> overlays,
        Unindexed? unindexed)
    {
        Revision = revision;
        CommittedAt = committedAt;
        Site = site;
        Nodes = nodes;
        Profiles = profiles;
        Images = images;
        Overlays = overlays;

        _unindexed = unindexed;
        _index = new Lazy<CatalogIndex>(() => Interlocked.Exchange(ref _unindexed, null) is { } known
            ? known.Index.Change(this, known.Touched)
            : CatalogIndex.Build(this));
    }

    /// <summary>The catalog before the first change.</summary>
    public static Catalog Empty { get; } = new(
        0,
        DateTimeOffset.UnixEpoch,
        SiteConfig.Default,
        ImmutableSortedDictionary<NodeName, NodeConfig>.Empty,
        ImmutableSortedDictionary<ProfileName, ProfileConfig>.Empty,
        ImmutableSortedDictionary<ImageName, ImageConfig>.Empty,
        ImmutableSortedDictionary<OverlayName, OverlayManifest>.Empty,
        null);

    /// <summary>How many changes have been made.</summary>
    public long Revision { get; }

    /// <summary>When the last change was committed.</summary>
    public DateTimeOffset CommittedAt { get; }

    /// <summary>The site settings.</summary>
    public SiteConfig Site { get; }

    /// <summary>The nodes as declared.</summary>
    public ImmutableSortedDictionary<NodeName, NodeConfig> Nodes { get; }

    /// <summary>The profiles.</summary>
    public ImmutableSortedDictionary<ProfileName, ProfileConfig> Profiles { get; }

    /// <summary>The images.</summary>
    public ImmutableSortedDictionary<ImageName, ImageConfig> Images { get; }

    /// <summary>The site's own overlays.</summary>
    public ImmutableSortedDictionary<OverlayName, OverlayManifest> Overlays { get; }

    /// <summary>The blobs that overlays name, each once: none of them may be removed while this catalog can be asked for.</summary>
    public IEnumerable<ArtifactDigest> OverlayBlobs => Overlays.Values.SelectMany(overlay => overlay.Blobs).Distinct();

    /// <summary>Merged nodes and who has which hardware address; made when first asked for.</summary>
    public CatalogIndex Index => _index.Value;

    /// <summary>All content that it names; what several images share comes several times.</summary>
    public IEnumerable<ArtifactRef> ListArtifacts() =>
        Images.Values.SelectMany(image => image.ListArtifacts()).Concat(Overlays.Values.SelectMany(overlay => overlay.ListArtifacts()));

    /// <summary>What makes this catalog of an empty one.</summary>
    public IEnumerable<CatalogOperation> Operations =>
    [
        new PutSite(Site),
        .. Profiles.Values.Select(profile => new PutProfile(profile)),
        .. Images.Values.Select(image => new PutImage(image)),
        .. Overlays.Values.Select(overlay => new PutOverlay(overlay)),
        .. Nodes.Values.Select(node => new PutNode(node)),
    ];

    /// <summary>Makes a catalog anew from what was kept of it.</summary>
    /// <param name="revision">How many changes had led to it.</param>
    /// <param name="committedAt">When the last of them was committed.</param>
    /// <param name="operations">What <see cref="Operations"/> gave.</param>
    public static Catalog Restore(long revision, DateTimeOffset committedAt, IReadOnlyList<CatalogOperation> operations) =>
        Empty.Replay(new CatalogChange("", committedAt, operations)).As(revision);

    /// <summary>
    /// Makes an earlier catalog anew of this one, so that whatever was not touched since is one object in both: they are then quickly compared,
    /// and take the memory of one.
    /// </summary>
    /// <param name="earlier">The earlier catalog, which may have been read whole.</param>
    /// <param name="since">Everything that was done between the two.</param>
    public Catalog Share(Catalog earlier, IEnumerable<CatalogOperation> since)
    {
        var back = since.DistinctBy(operation => operation.Subject).Select(operation => operation.Back(earlier));
        return Replay(new CatalogChange("", earlier.CommittedAt, [.. back])).As(earlier.Revision);
    }

    /// <summary>Applies a change and validates the outcome whole.</summary>
    /// <returns>The next revision.</returns>
    /// <exception cref="WarewulfException">The change asks for something that cannot be; every problem is named.</exception>
    /// <param name="change">The change.</param>
    /// <param name="mayLackImages">Whether nodes may name images that are still to be imported, as when a whole site is brought along.</param>
    public Catalog Apply(CatalogChange change, bool mayLackImages = false)
    {
        var next = Replay(change);
        CatalogValidator.Validate(this, next, change, mayLackImages);
        return next;
    }

    /// <summary>Applies a change that was validated when it was committed.</summary>
    public Catalog Replay(CatalogChange change)
    {
        var site = Site;
        var nodes = Nodes.ToBuilder();
        var touched = _index.IsValueCreated || Volatile.Read(ref _unindexed) is not null ? new HashSet<NodeName>() : null;
        var profiles = Profiles;
        var images = Images;
        var overlays = Overlays;
        foreach (var operation in change.Operations)
        {
            switch (operation)
            {
                case PutNode put:
                    nodes[put.Node.Name] = put.Node;
                    touched?.Add(put.Node.Name);
                    break;
                case DeleteNode delete:
                    nodes.Remove(delete.Name);
                    touched?.Add(delete.Name);
                    break;
                case PutProfile put:
                    profiles = profiles.SetItem(put.Profile.Name, put.Profile);
                    break;
                case DeleteProfile delete:
                    profiles = profiles.Remove(delete.Name);
                    break;
                case PutImage put:
                    images = images.SetItem(put.Image.Name, put.Image);
                    break;
                case DeleteImage delete:
                    images = images.Remove(delete.Name);
                    break;
                case PutOverlay put:
                    overlays = overlays.SetItem(put.Overlay.Name, put.Overlay);
                    break;
                case ChangeOverlay edit:
                    overlays = overlays.SetItem(edit.Name, (overlays.GetValueOrDefault(edit.Name) ?? new OverlayManifest(edit.Name, [])).With(edit.Put, edit.Removed));
                    break;
                case DeleteOverlay delete:
                    overlays = overlays.Remove(delete.Name);
                    break;
                case PutSite put:
                    site = put.Site;
                    break;
                default:
                    throw new InvalidOperationException($"Unknown catalog operation '{operation.GetType().Name}'.");
            }
        }

        return new Catalog(Revision + 1, change.At, site, nodes.ToImmutable(), profiles, images, overlays, touched is not null && profiles == Profiles ? Since(touched) : null);
    }

    // What is merged already is taken over. Only an index that was made is held, and not the catalog it belongs to, so that old ones can go.
    private Unindexed? Since(HashSet<NodeName> touched)
    {
        if (_index.IsValueCreated)
        {
            return new Unindexed(_index.Value, touched);
        }

        // Beyond a share of all nodes an index made from nothing costs no more.
        return Volatile.Read(ref _unindexed) is { } known && known.Touched.Count + touched.Count <= Math.Max(SmallestShare, Nodes.Count / 4)
            ? known with { Touched = [.. known.Touched, .. touched] }
            : null;
    }

    /// <summary>An index of an earlier catalog, and the nodes that are not as they were in it.</summary>
    private sealed record Unindexed(CatalogIndex Index, HashSet<NodeName> Touched);

    private Catalog As(long revision) => new(revision, CommittedAt, Site, Nodes, Profiles, Images, Overlays, null);
}
