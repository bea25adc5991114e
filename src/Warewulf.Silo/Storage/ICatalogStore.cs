using Warewulf.Core;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Storage;

/// <summary>Keeps the catalog's history: every change ever committed, and now and then a whole catalog so that a start need not replay all.</summary>
public interface ICatalogStore
{
    /// <summary>Reads what was committed after a revision, in order and without gaps.</summary>
    /// <param name="afterRevision">The revision before the first.</param>
    /// <param name="limit">How many at most; fewer come only when there are no more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">The storage does not answer, or is damaged.</exception>
    Task<IReadOnlyList<CatalogRevision>> LoadAsync(long afterRevision, int limit, CancellationToken cancellationToken);

    /// <summary>Reads what was committed before a revision, the latest first.</summary>
    /// <param name="beforeRevision">The revision after the first one that is read.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">The storage does not answer, or is damaged.</exception>
    Task<IReadOnlyList<CatalogRevision>> ListAsync(long beforeRevision, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Commits a change as the given revision, which must be one more than the last. When this returns <see cref="AppendOutcome.Appended"/>
    /// the change survives the end of the process and of the machine.
    /// </summary>
    /// <exception cref="WarewulfException">The storage does not answer or is full; whether the change was committed is then unknown.</exception>
    Task<AppendOutcome> AppendAsync(long revision, CatalogChange change, CancellationToken cancellationToken);

    /// <summary>Tells what a start would have to replay.</summary>
    /// <exception cref="WarewulfException">The storage does not answer.</exception>
    Task<CheckpointDebt> ReadDebtAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a whole catalog, unless that revision is kept already. Some older ones are dropped, see <see cref="CheckpointAges"/>; changes never are.</summary>
    /// <param name="revision">The revision it shows.</param>
    /// <param name="content">The catalog, in the form of <see cref="CheckpointCodec"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">The storage does not answer or is full.</exception>
    Task SaveCheckpointAsync(long revision, byte[] content, CancellationToken cancellationToken);

    /// <summary>Reads the latest catalog that was kept after one revision and up to another, if there is one.</summary>
    /// <exception cref="WarewulfException">The storage does not answer.</exception>
    Task<CatalogCheckpoint?> LoadCheckpointAsync(long afterRevision, long upToRevision, CancellationToken cancellationToken);

    /// <summary>Drops a catalog that was kept and is of no use.</summary>
    /// <exception cref="WarewulfException">The storage does not answer.</exception>
    Task DropCheckpointAsync(long revision, CancellationToken cancellationToken);

    /// <summary>
    /// Hears of commits, also those of other heads, until it is cancelled. Commits may be heard of more than once, or together, or not at
    /// all after the connection broke without anybody noticing.
    /// </summary>
    /// <param name="moved">Told the latest revision, once when listening begins and then each time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WarewulfException">The storage does not answer any more.</exception>
    Task WatchAsync(Action<long> moved, CancellationToken cancellationToken);
}
