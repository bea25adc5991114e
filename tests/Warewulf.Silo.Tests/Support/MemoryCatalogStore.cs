using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Tests.Support;

/// <summary>A catalog store in memory that fails when told to, before or after the change is stored.</summary>
internal sealed class MemoryCatalogStore : ICatalogStore
{
    private readonly Lock _gate = new();
    private readonly List<CatalogRevision> _revisions = [];
    private readonly SortedDictionary<long, byte[]> _checkpoints = [];

    /// <summary>Makes appends fail without storing anything.</summary>
    public bool RefuseAppends { get; set; }

    /// <summary>Makes appends store the change and then fail, as a connection that breaks does.</summary>
    public bool LoseAnswers { get; set; }

    /// <summary>Makes reads fail.</summary>
    public bool RefuseReads { get; set; }

    /// <summary>Runs before an append is stored.</summary>
    public Func<Task>? BeforeAppend { get; set; }

    /// <summary>Runs after an append was stored, before that is answered.</summary>
    public Func<Task>? AfterAppend { get; set; }

    /// <summary>How many changes were read.</summary>
    public int Reads { get; private set; }

    /// <summary>The whole catalogs that were kept, as they are stored; tests damage them.</summary>
    public IReadOnlyDictionary<long, byte[]> Checkpoints => _checkpoints;

    /// <summary>What <see cref="ReadDebtAsync"/> answers, where not the truth.</summary>
    public CheckpointDebt? Debt { get; set; }

    /// <summary>Stands for a connection on which commits are heard of: does what the test wants.</summary>
    public Func<Action<long>, CancellationToken, Task>? Watch { get; set; }

    public Task<IReadOnlyList<CatalogRevision>> LoadAsync(long afterRevision, CancellationToken cancellationToken) =>
        LoadAsync(afterRevision, int.MaxValue, cancellationToken);

    public Task<IReadOnlyList<CatalogRevision>> LoadAsync(long afterRevision, int limit, CancellationToken cancellationToken) =>
        Read(_revisions.Where(revision => revision.Revision > afterRevision).Take(limit));

    public Task<IReadOnlyList<CatalogRevision>> ListAsync(long beforeRevision, int limit, CancellationToken cancellationToken) =>
        Read(_revisions.Where(revision => revision.Revision < beforeRevision).Reverse().Take(limit));

    public async Task<AppendOutcome> AppendAsync(long revision, CatalogChange change, CancellationToken cancellationToken)
    {
        if (BeforeAppend is { } before)
        {
            await before();
        }

        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (RefuseAppends)
            {
                throw Failure();
            }

            if (revision != _revisions.Count + 1)
            {
                return AppendOutcome.Overtaken;
            }

            _revisions.Add(new CatalogRevision(revision, change));
        }

        if (AfterAppend is { } after)
        {
            await after();
        }

        return LoseAnswers ? throw Failure() : AppendOutcome.Appended;
    }

    public Task<CheckpointDebt> ReadDebtAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var last = _checkpoints.Keys.LastOrDefault();
            return Task.FromResult(Debt ?? new CheckpointDebt(last, 0, _revisions.Count - last, 0));
        }
    }

    public Task SaveCheckpointAsync(long revision, byte[] content, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (RefuseAppends)
            {
                throw Failure();
            }

            _checkpoints.TryAdd(revision, content);
            return Task.CompletedTask;
        }
    }

    public Task<CatalogCheckpoint?> LoadCheckpointAsync(long afterRevision, long upToRevision, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_checkpoints
                .Where(checkpoint => checkpoint.Key > afterRevision && checkpoint.Key <= upToRevision)
                .Select(checkpoint => new CatalogCheckpoint(checkpoint.Key, checkpoint.Value)).LastOrDefault());
        }
    }

    public Task DropCheckpointAsync(long revision, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _checkpoints.Remove(revision);
            return Task.CompletedTask;
        }
    }

    public Task WatchAsync(Action<long> moved, CancellationToken cancellationToken) =>
        Watch?.Invoke(moved, cancellationToken) ?? new TaskCompletionSource().Task.WaitAsync(cancellationToken);

    private Task<IReadOnlyList<CatalogRevision>> Read(IEnumerable<CatalogRevision> revisions)
    {
        lock (_gate)
        {
            IReadOnlyList<CatalogRevision> read = RefuseReads ? throw Failure() : [.. revisions];
            Reads += read.Count;
            return Task.FromResult(read);
        }
    }

    private static WarewulfException Failure() => new(ApiErrorCode.Unavailable, "The store does not answer.");
}
