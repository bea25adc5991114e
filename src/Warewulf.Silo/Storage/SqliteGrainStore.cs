using System.Runtime.CompilerServices;
using Dapper;
using Warewulf.Grains.Hosting;

namespace Warewulf.Silo.Storage;

/// <summary>Keeps grains in SQLite.</summary>
internal sealed class SqliteGrainStore(SqliteDatabase database) : IGrainStore
{
    /// <inheritdoc/>
    public Task<StoredGrain?> LoadAsync(string type, string key, CancellationToken cancellationToken) => database.ReadAsync(
        async connection => (await connection.QuerySingleOrDefaultAsync<GrainRow>(StorageSql.LoadGrain, new { type, key }))?.ToStored(),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<long> SaveAsync(string type, string key, ReadOnlyMemory<byte> json, long expectedVersion, CancellationToken cancellationToken)
    {
        var content = json.ToArray();
        var saved = await database.WriteAsync(
            (connection, transaction) =>
            {
                var version = database.NextVersion();
                var statement = expectedVersion == 0 ? StorageSql.Sqlite.Insert : StorageSql.Sqlite.Update;
                var row = new { type, key, version, content, expected = expectedVersion };
                return connection.Execute(statement, row, transaction) == 1 ? version : 0;
            },
            cancellationToken);
        return saved != 0 ? saved : throw new GrainConflictException(type, key);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string type, string key, long expectedVersion, CancellationToken cancellationToken)
    {
        var deleted = await database.WriteAsync(
            (connection, transaction) => connection.Execute(StorageSql.Sqlite.Delete, new { type, key, expected = expectedVersion }, transaction),
            cancellationToken);
        if (deleted == 0)
        {
            throw new GrainConflictException(type, key);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredGrain> LoadAllAsync(string type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            async connection => await connection.QueryAsync<GrainRow>(new CommandDefinition(StorageSql.LoadGrains, new { type }, cancellationToken: cancellationToken)),
            cancellationToken);
        foreach (var row in rows)
        {
            yield return row.ToStored();
        }
    }
}
