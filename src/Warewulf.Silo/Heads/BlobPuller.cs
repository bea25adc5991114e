using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Blobs;

namespace Warewulf.Silo.Heads;

/// <summary>
/// Brings artifacts from other heads into this head's store: of a recipe only what is not here, several segments at once, the outline last. What
/// was fetched before it was broken off is not fetched again.
/// </summary>
internal sealed class BlobPuller
{
    private const int AtOnce = 8;

    // So many become durable together: a crash costs no more than these, and a sync of each would cost more than fetching it.
    private const int SegmentsAtOnce = 512;

    private readonly BlobStore _store;
    private readonly BlobFetcher _fetcher;

    public BlobPuller(BlobStore store, BlobFetcher fetcher)
    {
        _store = store;
        _fetcher = fetcher;
    }

    /// <summary>Brings one artifact here. When this returns, it survives a crash.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="first">The head to ask first; any if unset.</param>
    /// <param name="hold">What keeps all that it consists of, also what is here already.</param>
    /// <param name="done">Told of bytes that are there.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="WarewulfException">No head delivers it, its recipe is damaged, or this head's disk is full.</exception>
    public async Task PullAsync(ArtifactRef artifact, HeadRecord? first, BlobHold hold, Action<long> done, CancellationToken cancellationToken)
    {
        if (!artifact.IsRecipe)
        {
            if (!_store.Use(artifact.Digest, artifact.Length, hold))
            {
                await _fetcher.StoreAsync(artifact.Digest, artifact.FileName, first, hold, cancellationToken);
            }

            done(artifact.Length);
            return;
        }

        using var parts = _store.Begin(artifact.FileName, hold);
        var recipe = await RecipeAsync(artifact, first, parts, cancellationToken);
        foreach (var segments in recipe.Segments.Distinct().Chunk(SegmentsAtOnce))
        {
            await PullAsync(artifact, segments, first, hold, done, cancellationToken);
        }

        parts.Commit();
    }

    private async Task PullAsync(
        ArtifactRef artifact, RecipeSegment[] segments, HeadRecord? first, BlobHold hold, Action<long> done, CancellationToken cancellationToken)
    {
        using var batch = _store.Begin(artifact.FileName, hold);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(segments, options, async (segment, stop) =>
        {
            if (!batch.Has(segment))
            {
                batch.Put(segment, await _fetcher.ReadAsync(segment.Digest, segment.Length, first, stop));
            }

            done(segment.Length);
        });
        batch.Commit();
    }

    private async Task<Recipe> RecipeAsync(ArtifactRef artifact, HeadRecord? first, BlobBatch parts, CancellationToken cancellationToken)
    {
        if (artifact.RecipeLength is not (> 0 and var length) || length > RecipeCodec.MaxLength)
        {
            throw WarewulfException.Invalid($"'{artifact.FileName}' is said to have a recipe of {artifact.RecipeLength} bytes: build it again.");
        }

        var outline = RecipeCodec.ReadOutline(await PartAsync(artifact.Digest, (int)length, first, parts, cancellationToken), artifact.FileName);
        var pages = new byte[outline.Pages.Count][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, pages.Length), options, async (i, stop) =>
            pages[i] = await PartAsync(outline.Pages[i].Digest, outline.Pages[i].Length, first, parts, stop));
        return RecipeCodec.Read(outline, pages, artifact.FileName);
    }

    private async Task<byte[]> PartAsync(ArtifactDigest digest, int length, HeadRecord? first, BlobBatch parts, CancellationToken cancellationToken)
    {
        if (parts.Has(digest, length))
        {
            var there = await File.ReadAllBytesAsync(BlobPath.In(_store.Directory, digest), cancellationToken);
            if (ArtifactDigest.Of(there) == digest)
            {
                return there;
            }

            _store.SetAside(digest);
        }

        var part = await _fetcher.ReadAsync(digest, length, first, cancellationToken);
        parts.Put(digest, part);
        return part;
    }
}
