using Warewulf.Grains.Hosting;

namespace Warewulf.TestKit;

/// <summary>Passes everything on to another store, and lets a test fail, delay or overtake what it chooses.</summary>
public sealed class FaultyGrainStore(IGrainStore inner) : IGrainStore
{
    /// <summary>Runs before a load is passed on; throws to fail it.</summary>
    public Func<string, string, CancellationToken, Task>? BeforeLoad { get; set; }

    /// <summary>Runs before a save is passed on; throws to fail it with nothing stored.</summary>
    public Func<string, string, CancellationToken, Task>? BeforeSave { get; set; }

    /// <summary>Runs after a save was stored; throws to lose its answer.</summary>
    public Func<string, string, CancellationToken, Task>? AfterSave { get; set; }

    /// <inheritdoc/>
    public async Task<StoredGrain?> LoadAsync(string type, string key, CancellationToken cancellationToken)
    {
        await (BeforeLoad?.Invoke(type, key, cancellationToken) ?? Task.CompletedTask);
        return await inner.LoadAsync(type, key, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> SaveAsync(string type, string key, ReadOnlyMemory<byte> json, long expectedVersion, CancellationToken cancellationToken)
    {
        await (BeforeSave?.Invoke(type, key, cancellationToken) ?? Task.CompletedTask);
        var version = await inner.SaveAsync(type, key, json, expectedVersion, cancellationToken);
        await (AfterSave?.Invoke(type, key, cancellationToken) ?? Task.CompletedTask);
        return version;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string type, string key, long expectedVersion, CancellationToken cancellationToken)
    {
        await (BeforeSave?.Invoke(type, key, cancellationToken) ?? Task.CompletedTask);
        await inner.DeleteAsync(type, key, expectedVersion, cancellationToken);
        await (AfterSave?.Invoke(type, key, cancellationToken) ?? Task.CompletedTask);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredGrain> LoadAllAsync(string type, CancellationToken cancellationToken) => inner.LoadAllAsync(type, cancellationToken);
}
