using Warewulf.Grains.Hosting;

namespace Warewulf.TestKit;

/// <summary>Passes everything on to another store, and counts what is written.</summary>
public sealed class CountingGrainStore(IGrainStore inner) : IGrainStore
{
    private long _bytes;
    private long _saves;

    /// <summary>How many bytes of state were stored, those that were replaced later included.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How many states were stored or removed.</summary>
    public long Saves => Interlocked.Read(ref _saves);

    /// <inheritdoc/>
    public Task<StoredGrain?> LoadAsync(string type, string key, CancellationToken cancellationToken) => inner.LoadAsync(type, key, cancellationToken);

    /// <inheritdoc/>
    public async Task<long> SaveAsync(string type, string key, ReadOnlyMemory<byte> json, long expectedVersion, CancellationToken cancellationToken)
    {
        var version = await inner.SaveAsync(type, key, json, expectedVersion, cancellationToken);
        Interlocked.Add(ref _bytes, json.Length);
        Interlocked.Increment(ref _saves);
        return version;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string type, string key, long expectedVersion, CancellationToken cancellationToken)
    {
        await inner.DeleteAsync(type, key, expectedVersion, cancellationToken);
        Interlocked.Increment(ref _saves);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredGrain> LoadAllAsync(string type, CancellationToken cancellationToken) => inner.LoadAllAsync(type, cancellationToken);
}
