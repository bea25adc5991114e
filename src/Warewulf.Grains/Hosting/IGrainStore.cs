using Warewulf.Core;

namespace Warewulf.Grains.Hosting;

/// <summary>
/// Keeps the state of grains. Every state has a version that the store never gives out a second time, not even to a grain that was
/// deleted and made anew, and replaces a state only for somebody who names the version it has: that alone makes it harmless when
/// two heads run one grain.
/// </summary>
public interface IGrainStore
{
    /// <summary>Reads one state.</summary>
    /// <param name="type">The grain's type, such as <c>node</c>.</param>
    /// <param name="key">Which one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The state, or nothing when none is stored.</returns>
    /// <exception cref="WarewulfException">The storage does not answer.</exception>
    Task<StoredGrain?> LoadAsync(string type, string key, CancellationToken cancellationToken);

    /// <summary>Stores one state. When this returns it survives the end of the process and of the machine.</summary>
    /// <param name="type">The grain's type.</param>
    /// <param name="key">Which one.</param>
    /// <param name="json">The state.</param>
    /// <param name="expectedVersion">The version it replaces; 0 when there must be none.</param>
    /// <param name="cancellationToken">Gives up waiting; whether the state was stored is then unknown.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="GrainConflictException">The stored version is another one; nothing was changed.</exception>
    /// <exception cref="WarewulfException">The storage does not answer or is full.</exception>
    Task<long> SaveAsync(string type, string key, ReadOnlyMemory<byte> json, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Removes one state, under the rules of <see cref="SaveAsync"/>.</summary>
    Task DeleteAsync(string type, string key, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Reads all states of one type in one go, in no particular order.</summary>
    IAsyncEnumerable<StoredGrain> LoadAllAsync(string type, CancellationToken cancellationToken);
}
