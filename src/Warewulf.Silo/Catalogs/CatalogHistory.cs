using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Catalogs;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Catalogs;

/// <summary>The catalog as it was at earlier revisions.</summary>
internal sealed class CatalogHistory : IDisposable
{
    private const int MostKept = 4;

    // From a catalog so near, replaying is quicker than reading one whole.
    private const int Near = 200;
    private const int MostBetween = 10_000;
    private const int Listed = 16;
    private const int ReadAtOnce = 64;

    // Whoever compares revisions asks for several within minutes; afterwards the memory is worth more.
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly List<Catalog> _kept = [];
    private readonly CatalogService _catalog;
    private readonly ICatalogStore _store;
    private readonly CatalogReader _reader;
    private readonly ITimer _forgetting;

    public CatalogHistory(CatalogService catalog, ICatalogStore store, TimeProvider time, ILogger<CatalogHistory> logger)
    {
        _catalog = catalog;
        _store = store;
        _reader = new CatalogReader(store, logger);
        _forgetting = time.CreateTimer(_ => Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The catalog of a revision; 0 is the empty one before the first change.</summary>
    /// <exception cref="WarewulfException">NotFound: there is no such revision; or the store does not answer.</exception>
    public async Task<Catalog> AtAsync(long revision, CancellationToken cancellationToken)
    {
        if (revision > _catalog.Current.Revision)
        {
            await _catalog.CatchUpAsync(cancellationToken);
        }

        var current = _catalog.Current;
        if (revision < 0 || revision > current.Revision)
        {
            throw WarewulfException.NotFound($"There is no revision {revision}: the latest is {current.Revision}. See 'wwctl history' for those there are.");
        }

        return revision == current.Revision ? current : revision == 0 ? Catalog.Empty : await EarlierAsync(revision, cancellationToken);
    }

    /// <summary>What was committed before a revision, the latest first.</summary>
    /// <param name="before">The revision after the first one wanted; <see cref="long.MaxValue"/> to begin with the latest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">The store does not answer, or is damaged.</exception>
    public async Task<IReadOnlyList<HistoryEntry>> ListAsync(long before, int limit, CancellationToken cancellationToken)
    {
        var entries = new List<HistoryEntry>();
        while (entries.Count < limit)
        {
            // A few at a time: each may hold a change to every node of a site.
            var revisions = await _store.ListAsync(before, Math.Min(limit - entries.Count, Listed), cancellationToken);
            if (revisions.Count == 0)
            {
                break;
            }

            entries.AddRange(revisions.Select(revision => new HistoryEntry(
                revision.Revision, revision.Change.At, revision.Change.Author, revision.Change.Comment, revision.Change.Operations.Count)));
            before = revisions[^1].Revision;
        }

        return entries;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _forgetting.Dispose();
        _reading.Dispose();
    }

    // One at a time: each takes the memory of a whole catalog, and the next may start from it.
    private async Task<Catalog> EarlierAsync(long revision, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var start = Nearest(revision);
            var catalog = start is not null && revision - start.Revision <= Near
                ? await _reader.ReplayAsync(start, revision, cancellationToken)
                : await ShareAsync(await _reader.ReadAsync(start ?? Catalog.Empty, revision, cancellationToken), cancellationToken);
            Keep(catalog);
            return catalog;
        }
        finally
        {
            _reading.Release();
        }
    }

    // Reading what lies between takes longer than it saves when that is very much.
    private async Task<Catalog> ShareAsync(Catalog earlier, CancellationToken cancellationToken)
    {
        var current = _catalog.Current;
        var distance = current.Revision - earlier.Revision;
        if (distance > MostBetween)
        {
            return earlier;
        }

        // Of each thing one operation is enough to know that it was touched, so no more is held than the catalog has things.
        var since = new Dictionary<(string Kind, string Name), CatalogOperation>();
        for (var revision = earlier.Revision; revision < current.Revision;)
        {
            var revisions = await _store.LoadAsync(revision, (int)Math.Min(ReadAtOnce, current.Revision - revision), cancellationToken);
            foreach (var operation in revisions.SelectMany(read => read.Change.Operations))
            {
                since.TryAdd(operation.Subject, operation);
            }

            revision += revisions.Count;
        }

        return current.Share(earlier, since.Values);
    }

    private Catalog? Nearest(long revision)
    {
        lock (_gate)
        {
            return _kept.Where(catalog => catalog.Revision <= revision).MaxBy(catalog => catalog.Revision);
        }
    }

    private void Keep(Catalog catalog)
    {
        lock (_gate)
        {
            _kept.RemoveAll(kept => kept.Revision == catalog.Revision);
            _kept.Add(catalog);
            _kept.RemoveRange(0, Math.Max(0, _kept.Count - MostKept));
        }

        _forgetting.Change(KeptFor, Timeout.InfiniteTimeSpan);
    }

    private void Forget()
    {
        lock (_gate)
        {
            _kept.Clear();
        }
    }
}
