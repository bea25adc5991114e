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

    public Task<IReadOnlyList<CatalogRevision>> LoadAsync(long afterRevision, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return RefuseReads
                ? throw Failure()
                : Task.FromResult<IReadOnlyList<CatalogRevision>>([.. _revisions.Where(revision => revision.Revision > afterRevision)]);
        }
    }

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

    public Task SaveCheckpointAsync(long revision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<CatalogCheckpoint?> LoadLatestCheckpointAsync(CancellationToken cancellationToken) => Task.FromResult<CatalogCheckpoint?>(null);

    private static WarewulfException Failure() => new(ApiErrorCode.Unavailable, "The store does not answer.");
}
