using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Validation;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Catalogs;

/// <summary>The head's replica of the catalog: the current revision in memory, changes appended to the store.</summary>
internal sealed partial class CatalogService : IDisposable
{
    private const int MostAttempts = 8;

    private readonly SemaphoreSlim _committing = new(1, 1);
    private readonly ICatalogStore _store;
    private readonly IdSource _ids;
    private readonly CatalogReader _reader;
    private readonly TimeProvider _time;
    private readonly ILogger<CatalogService> _logger;
    private volatile Catalog _current = Catalog.Empty;
    private volatile TaskCompletionSource _moved = NewSignal();

    public CatalogService(ICatalogStore store, IdSource ids, TimeProvider time, ILogger<CatalogService> logger)
    {
        _store = store;
        _ids = ids;
        _reader = new CatalogReader(store, logger);
        _time = time;
        _logger = logger;
    }

    /// <summary>Whether other heads commit too, so that what is in memory may be behind.</summary>
    public bool IsShared { get; init; }

    /// <summary>Looks at what changes would do to files of nodes; unset where nobody asks for that.</summary>
    public IChangePreviewer? Previewer { get; set; }

    /// <summary>The latest revision this head knows.</summary>
    public Catalog Current => _current;

    /// <summary>Reads what was committed since the revision in memory, by this head or another.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await _committing.WaitAsync(cancellationToken);
        try
        {
            await ReadOnAsync(cancellationToken);
        }
        finally
        {
            _committing.Release();
        }
    }

    /// <summary>Reads on where other heads may have committed: for decisions that a moment's delay would make wrong.</summary>
    /// <exception cref="WarewulfException">The store does not answer.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken) => IsShared ? CatchUpAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Makes the next revision.</summary>
    /// <inheritdoc cref="CommitAsync(CommitTerms, Func{Catalog, IReadOnlyList{CatalogOperation}}, CancellationToken)"/>
    public async Task<Catalog> CommitAsync(
        string author, string? comment, Func<Catalog, IReadOnlyList<CatalogOperation>> decide, CancellationToken cancellationToken) =>
        (await CommitAsync(new CommitTerms(author, comment), decide, cancellationToken)).After;

    /// <summary>Makes the next revision, or only works out what it would be.</summary>
    /// <param name="terms">Who asks, why, and what must hold.</param>
    /// <param name="decide">
    /// Works out the operations from the revision they will apply to; none means nothing to do. Run again when another head was first.
    /// </param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    /// <returns>The catalog before and after.</returns>
    /// <exception cref="WarewulfException">
    /// The change contradicts the catalog, or would undo what others did since its author looked, and was not made; or the store does not
    /// answer, and whether the change was made is only known once <see cref="CatchUpAsync"/> succeeds.
    /// </exception>
    public async Task<CatalogCommit> CommitAsync(
        CommitTerms terms, Func<Catalog, IReadOnlyList<CatalogOperation>> decide, CancellationToken cancellationToken)
    {
        // What others commit from here on is at the same time as this; what they committed before must be in the decision.
        var arrival = IsShared ? await _reader.ReplayAsync(_current, long.MaxValue, cancellationToken) : _current;
        var seen = terms.Seen ?? arrival;
        await _committing.WaitAsync(cancellationToken);
        try
        {
            if (arrival.Revision > _current.Revision)
            {
                Publish(arrival);
            }

            for (var attempt = 1; attempt <= MostAttempts; attempt++)
            {
                var before = _current;
                CheckRevision(terms, before);
                var operations = decide(before);
                if (operations.Count == 0)
                {
                    return new CatalogCommit(before, before, null);
                }

                CheckConflicts(seen, before, operations);
                var change = new CatalogChange(terms.Author, _time.GetUtcNow(), operations) { Comment = terms.Comment, Id = _ids.Next() };
                var next = before.Apply(change, terms.MayLackImages);
                var preview = await PreviewAsync(terms, before, next, cancellationToken);
                if (terms.DryRun)
                {
                    return new CatalogCommit(before, next, change) { Preview = preview };
                }

                cancellationToken.ThrowIfCancellationRequested();
                if (await AppendAsync(next.Revision, change) == AppendOutcome.Appended)
                {
                    Publish(next);
                    LogCommitted(next.Revision, Names.Printable(terms.Author), operations.Count, Names.Printable(terms.Comment));
                    return new CatalogCommit(before, next, change);
                }

                await ReadOnAsync(cancellationToken);
            }

            throw new WarewulfException(ApiErrorCode.Busy, "Other heads changed the catalog at the same time, again and again. Try once more.");
        }
        finally
        {
            _committing.Release();
        }
    }

    /// <summary>Waits until there is a revision higher than the one given.</summary>
    /// <returns>The catalog then, or nothing when the time ran out.</returns>
    public async Task<Catalog?> WaitForAsync(long after, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        while (true)
        {
            var moved = _moved.Task;
            var current = _current;
            if (current.Revision > after)
            {
                return current;
            }

            try
            {
                await moved.WaitAsync(both.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _committing.Dispose();

    private static void CheckRevision(CommitTerms terms, Catalog current)
    {
        if (terms.IfRevision is { } expected && expected != current.Revision)
        {
            throw WarewulfException.Conflict(
                $"The catalog is at revision {current.Revision}, not {expected}: somebody changed it. Look with 'wwctl diff {expected}', then try again.");
        }
    }

    private static void CheckConflicts(Catalog seen, Catalog current, IReadOnlyList<CatalogOperation> operations)
    {
        const int MostReported = 5;
        if (seen.Revision == current.Revision || ChangeConflict.Find(seen, current, operations) is not { Count: > 0 } lost)
        {
            return;
        }

        var more = lost.Count > MostReported ? $" (and {lost.Count - MostReported} more)" : "";
        throw WarewulfException.Conflict(
            $"Others changed the same since revision {seen.Revision}: {string.Join("; ", lost.Take(MostReported))}{more}. Look with 'wwctl diff {seen.Revision}', then try again.");
    }

    private async Task<ChangePreview?> PreviewAsync(CommitTerms terms, Catalog before, Catalog next, CancellationToken cancellationToken)
    {
        if (Previewer is null || !(terms.Strict || (terms.Rendered && terms.DryRun)))
        {
            return null;
        }

        var preview = await Previewer.CompareAsync(before, next, cancellationToken);
        return terms.Strict && preview.Errors.Count > 0
            ? throw WarewulfException.Invalid($"The change was refused, since overlays could not be rendered with it (--strict): {string.Join(' ', preview.Errors)}")
            : preview;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Nobody gives up in the middle: the change would be in the store while this head goes on without it.
    private async Task<AppendOutcome> AppendAsync(long revision, CatalogChange change)
    {
        try
        {
            return await _store.AppendAsync(revision, change, CancellationToken.None);
        }
        catch (WarewulfException e)
        {
            if (await ReadBackAsync(revision) is not { } stored)
            {
                throw;
            }

            LogAnswerLost(revision, e.Message);
            return stored.Id == change.Id ? AppendOutcome.Appended : AppendOutcome.Overtaken;
        }
    }

    // A store that did not answer may have stored the change all the same.
    private async Task<CatalogChange?> ReadBackAsync(long revision)
    {
        try
        {
            return await _store.LoadAsync(revision - 1, 1, CancellationToken.None) is [var stored, ..] ? stored.Change : null;
        }
        catch (WarewulfException e)
        {
            LogBehind(_current.Revision, e.Message);
            return null;
        }
    }

    private async Task ReadOnAsync(CancellationToken cancellationToken)
    {
        // Later on a replay is short, and shares with the catalog in memory whatever did not change.
        var catalog = _current.Revision == 0
            ? await _reader.ReadAsync(_current, long.MaxValue, cancellationToken)
            : await _reader.ReplayAsync(_current, long.MaxValue, cancellationToken);
        if (catalog.Revision > _current.Revision)
        {
            Publish(catalog);
        }
    }

    // Whoever commits pays for the index, not the first node that boots afterwards.
    private void Publish(Catalog next)
    {
        _ = next.Index;
        _current = next;
        Interlocked.Exchange(ref _moved, NewSignal()).TrySetResult();
    }
}
