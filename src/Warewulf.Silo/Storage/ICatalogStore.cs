using Warewulf.Core;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Storage;

/// <summary>Keeps the catalog's history: every change ever committed, and now and then a whole catalog so that a start need not replay all.</summary>
public interface ICatalogStore
{
    /// <summary>Reads what was committed after a revision, in order and without gaps.</summary>
    /// <exception cref="WarewulfException">The storage does not answer, or is damaged.</exception>
    Task<IReadOnlyList<CatalogRevision>> LoadAsync(long afterRevision, CancellationToken cancellationToken);

    /// <summary>
    /// Commits a change as the given revision, which must be one more than the last. When this returns <see cref="AppendOutcome.Appended"/>
    /// the change survives the end of the process and of the machine.
    /// </summary>
    /// <exception cref="WarewulfException">The storage does not answer or is full; whether the change was committed is then unknown.</exception>
    Task<AppendOutcome> AppendAsync(long revision, CatalogChange change, CancellationToken cancellationToken);

    /// <summary>Keeps a whole catalog. Older ones beyond the last two are dropped; changes are never dropped.</summary>
    /// <param name="revision">The revision it shows.</param>
    /// <param name="content">The catalog in a form of the caller's choice; it is stored compressed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task SaveCheckpointAsync(long revision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads the latest catalog kept, if there is one.</summary>
    Task<CatalogCheckpoint?> LoadLatestCheckpointAsync(CancellationToken cancellationToken);
}
