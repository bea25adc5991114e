using System.Runtime.CompilerServices;
using Dapper;
using Warewulf.Grains.Hosting;

namespace Warewulf.Silo.Storage;

/// <summary>Keeps grains in PostgreSQL. Saves that wait go together in one statement.</summary>
internal sealed class PostgresGrainStore : IGrainStore, IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly WriteQueue<GrainWrite> _queue;

    /// <summary>Starts the store on a database that outlives it.</summary>
    public PostgresGrainStore(PostgresDatabase database)
    {
        _database = database;
        _queue = new WriteQueue<GrainWrite>(WriteAsync);
    }

    /// <inheritdoc/>
    public Task<StoredGrain?> LoadAsync(string type, string key, CancellationToken cancellationToken) => _database.RunAsync(
        async connection => (await connection.QuerySingleOrDefaultAsync<GrainRow>(
            new CommandDefinition(StorageSql.LoadGrain, new { type, key }, cancellationToken: cancellationToken)))?.ToStored(),
        cancellationToken);

    /// <inheritdoc/>
    public Task<long> SaveAsync(string type, string key, ReadOnlyMemory<byte> json, long expectedVersion, CancellationToken cancellationToken) =>
        EnqueueAsync(new GrainWrite(type, key, json.ToArray(), expectedVersion), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string type, string key, long expectedVersion, CancellationToken cancellationToken) =>
        EnqueueAsync(new GrainWrite(type, key, null, expectedVersion), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredGrain> LoadAllAsync(string type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await _database.RunAsync(
            connection => connection.QueryAsync<GrainRow>(new CommandDefinition(StorageSql.LoadGrains, new { type }, cancellationToken: cancellationToken)),
            cancellationToken);
        foreach (var row in rows)
        {
            yield return row.ToStored();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private async Task<long> EnqueueAsync(GrainWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _queue.Add(write);
        var version = await write.Outcome.WaitAsync(cancellationToken);
        return version != 0 ? version : throw new GrainConflictException(write.Type, write.Key);
    }

    private async Task WriteAsync(IReadOnlyList<GrainWrite> batch)
    {
        var rows = new
        {
            types = batch.Select(write => write.Type).ToArray(),
            keys = batch.Select(write => write.Key).ToArray(),
            contents = batch.Select(write => write.Content).ToArray(),
            expected = batch.Select(write => write.Expected).ToArray(),
        };
        var versions = await _database.RunAsync(connection => connection.QueryAsync<long>(StorageSql.Postgres.Write, rows), CancellationToken.None);
        foreach (var (write, version) in batch.Zip(versions))
        {
            write.Outcome.Succeed(version);
        }
    }
}
