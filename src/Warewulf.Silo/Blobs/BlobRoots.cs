using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Grains.Nodes;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Blobs;

/// <summary>Finds out what names blobs: the catalog, now and within the last day, what nodes were told to boot, and their overlays.</summary>
internal sealed class BlobRoots
{
    private const int ReadAtOnce = 64;

    private readonly CatalogService _catalog;
    private readonly CatalogHistory _history;
    private readonly ICatalogStore _changes;
    private readonly NodeStates _nodes;
    private readonly BlobRecipes _recipes;
    private readonly OverlayArtifacts _overlays;
    private readonly TimeProvider _time;

    public BlobRoots(
        CatalogService catalog, CatalogHistory history, ICatalogStore changes, NodeStates nodes, BlobRecipes recipes, OverlayArtifacts overlays, TimeProvider time)
    {
        _catalog = catalog;
        _history = history;
        _changes = changes;
        _nodes = nodes;
        _recipes = recipes;
        _overlays = overlays;
        _time = time;
    }

    /// <summary>Marks every blob that something names.</summary>
    /// <param name="pause">Awaited now and then.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">The storage does not answer.</exception>
    public async Task<BlobMarks> MarkAsync(Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        var marks = new BlobMarks();
        await _catalog.RefreshAsync(cancellationToken);
        foreach (var image in _catalog.Current.Images.Values)
        {
            await pause(cancellationToken);
            MarkImage(image, marks);
        }

        await MarkOverlaysAsync(marks, cancellationToken);
        foreach (var artifact in await RecentAsync(cancellationToken))
        {
            MarkWanted(artifact.Digest, marks);
        }

        var assigned = new HashSet<ArtifactDigest>();
        await foreach (var digest in _nodes.LoadAssignedAsync(cancellationToken))
        {
            assigned.Add(digest);
        }

        foreach (var digest in assigned)
        {
            MarkWanted(digest, marks);
        }

        marks.Wanted.UnionWith(_overlays.ListBlobs());
        await pause(cancellationToken);
        return marks;
    }

    /// <summary>Which images of the catalog consist of certain blobs, and of how many of them.</summary>
    public IEnumerable<(ImageName Image, int Count)> FindImages(Predicate<ArtifactDigest> isMeant)
    {
        foreach (var image in _catalog.Current.Images.Values)
        {
            var count = 0;
            foreach (var artifact in image.ListArtifacts())
            {
                try
                {
                    count += _recipes.List(artifact).Distinct().Count(digest => isMeant(digest));
                }
                catch (WarewulfException)
                {
                    // What cannot be read is what the image lacks, whichever part it is.
                    count++;
                }
            }

            if (count > 0)
            {
                yield return (image.Name, count);
            }
        }
    }

    // Whatever a file of an overlay ever was: any revision can be gone back to.
    private async Task MarkOverlaysAsync(BlobMarks marks, CancellationToken cancellationToken)
    {
        marks.Needed.UnionWith(_catalog.Current.OverlayBlobs);
        var before = long.MaxValue;
        while (await _changes.ListAsync(before, ReadAtOnce, cancellationToken) is { Count: > 0 } revisions)
        {
            foreach (var operation in revisions.SelectMany(revision => revision.Change.Operations))
            {
                marks.Wanted.UnionWith(operation switch
                {
                    PutOverlay put => put.Overlay.Blobs,
                    ChangeOverlay change => change.Put.Select(entry => entry.Digest).OfType<ArtifactDigest>(),
                    _ => [],
                });
            }

            before = revisions[^1].Revision;
        }
    }

    private void MarkImage(ImageConfig image, BlobMarks marks)
    {
        foreach (var artifact in image.ListArtifacts())
        {
            try
            {
                marks.Needed.UnionWith(_recipes.List(artifact));
            }
            catch (WarewulfException e)
            {
                marks.Unknown.Add($"Image '{image.Name}': {e.Message} Run 'wwctl image build {image.Name}'.");
            }
        }
    }

    // Nobody can download what has no recipe any more, so nothing of it is worth keeping.
    private void MarkWanted(ArtifactDigest digest, BlobMarks marks)
    {
        if (marks.Contains(digest))
        {
            return;
        }

        try
        {
            marks.Wanted.UnionWith(_recipes.List(digest));
        }
        catch (WarewulfException)
        {
            marks.Wanted.Add(digest);
        }
    }

    // A node that got its script before an image was built again downloads the build before.
    private async Task<IEnumerable<ArtifactRef>> RecentAsync(CancellationToken cancellationToken)
    {
        var since = _time.GetUtcNow() - BlobStore.Grace;
        var changed = new List<CatalogOperation>();
        var before = long.MaxValue;
        while (true)
        {
            var revisions = await _changes.ListAsync(before, ReadAtOnce, cancellationToken);
            foreach (var revision in revisions)
            {
                if (revision.Change.At < since)
                {
                    return await NamedAsync(revision.Revision, changed, cancellationToken);
                }

                changed.AddRange(revision.Change.Operations.Where(operation => operation is PutImage or DeleteImage));
            }

            if (revisions.Count < ReadAtOnce)
            {
                return await NamedAsync(0, changed, cancellationToken);
            }

            before = revisions[^1].Revision;
        }
    }

    private async Task<IEnumerable<ArtifactRef>> NamedAsync(long revision, List<CatalogOperation> changed, CancellationToken cancellationToken)
    {
        if (changed.Count == 0)
        {
            return [];
        }

        var earlier = await _history.AtAsync(revision, cancellationToken);
        return earlier.ListArtifacts().Concat(changed.OfType<PutImage>().SelectMany(put => put.Image.ListArtifacts()));
    }
}
