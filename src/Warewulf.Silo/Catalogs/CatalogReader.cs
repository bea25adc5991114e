using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Catalogs;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Catalogs;

/// <summary>Makes catalogs of what the store keeps: the nearest whole one and the changes after it.</summary>
internal sealed partial class CatalogReader
{
    // So many at a time that asking again costs nothing, and so few that a long history is never in memory as a whole.
    private const int Batch = 500;

    private readonly ICatalogStore _store;
    private readonly ILogger _logger;

    public CatalogReader(ICatalogStore store, ILogger logger)
    {
        _store = store;
        _logger = logger;
    }

    /// <summary>Reads the catalog of a revision, or the latest if there is none so late.</summary>
    /// <param name="from">A catalog to start from when the store keeps none between it and the revision.</param>
    /// <param name="upTo">The revision.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">The store does not answer, or is damaged.</exception>
    public async Task<Catalog> ReadAsync(Catalog from, long upTo, CancellationToken cancellationToken) =>
        await ReplayAsync(await RestoreAsync(from.Revision, upTo, cancellationToken) ?? from, upTo, cancellationToken);

    /// <summary>Applies what was committed after a catalog, up to a revision or to the latest if there is none so late.</summary>
    /// <exception cref="WarewulfException">The store does not answer, or is damaged.</exception>
    public async Task<Catalog> ReplayAsync(Catalog from, long upTo, CancellationToken cancellationToken)
    {
        var catalog = from;
        while (catalog.Revision < upTo)
        {
            var limit = (int)Math.Min(Batch, upTo - catalog.Revision);
            var revisions = await _store.LoadAsync(catalog.Revision, limit, cancellationToken);
            catalog = revisions.Aggregate(catalog, (before, revision) => before.Replay(revision.Change));
            if (revisions.Count < limit)
            {
                break;
            }
        }

        return catalog;
    }

    // A damaged one costs time and nothing else: there are older ones, and the changes hold all that any of them does.
    private async Task<Catalog?> RestoreAsync(long after, long upTo, CancellationToken cancellationToken)
    {
        while (await _store.LoadCheckpointAsync(after, upTo, cancellationToken) is { } checkpoint)
        {
            try
            {
                return CheckpointCodec.Read(checkpoint);
            }
            catch (InvalidDataException e)
            {
                LogDamaged(checkpoint.Revision, e.Message);
                await DropAsync(checkpoint.Revision, cancellationToken);
                upTo = checkpoint.Revision - 1;
            }
        }

        return null;
    }

    // So that another takes its place soon.
    private async Task DropAsync(long revision, CancellationToken cancellationToken)
    {
        try
        {
            await _store.DropCheckpointAsync(revision, cancellationToken);
        }
        catch (WarewulfException e)
        {
            LogNotDropped(revision, e.Message);
        }
    }
}
