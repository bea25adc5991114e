using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Warewulf.Grains.Hosting;

namespace Warewulf.TestKit;

/// <summary>A grain store that keeps the promises of <see cref="IGrainStore"/> except that of outliving the process.</summary>
public sealed class InMemoryGrainStore : IGrainStore
{
    private readonly ConcurrentDictionary<(string Type, string Key), StoredGrain> _grains = new();
    private long _lastVersion;
    private long _saves;
    private long _loads;

    /// <summary>How many saves and deletions succeeded.</summary>
    public long Saves => Interlocked.Read(ref _saves);

    /// <summary>How many single states were read.</summary>
    public long Loads => Interlocked.Read(ref _loads);

    /// <inheritdoc/>
    public Task<StoredGrain?> LoadAsync(string type, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _loads);
        return Task.FromResult(_grains.GetValueOrDefault((type, key)));
    }

    /// <inheritdoc/>
    public Task<long> SaveAsync(string type, string key, ReadOnlyMemory<byte> json, long expectedVersion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fresh = new StoredGrain(key, Interlocked.Increment(ref _lastVersion), json);
        Replace(type, key, expectedVersion, stored => stored is null
            ? _grains.TryAdd((type, key), fresh)
            : _grains.TryUpdate((type, key), fresh, stored));
        return Task.FromResult(fresh.Version);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string type, string key, long expectedVersion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Replace(type, key, expectedVersion, stored => stored is not null && _grains.TryRemove(KeyValuePair.Create((type, key), stored)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredGrain> LoadAllAsync(string type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (id, stored) in _grains)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (id.Type == type)
            {
                yield return stored;
            }
        }
    }

    private void Replace(string type, string key, long expectedVersion, Func<StoredGrain?, bool> replace)
    {
        var stored = _grains.GetValueOrDefault((type, key));
        if ((stored?.Version ?? 0) != expectedVersion || !replace(stored))
        {
            throw new GrainConflictException(type, key);
        }

        Interlocked.Increment(ref _saves);
    }
}
