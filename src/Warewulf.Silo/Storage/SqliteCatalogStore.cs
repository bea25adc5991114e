using Dapper;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Storage;

/// <summary>Keeps the catalog in SQLite.</summary>
internal sealed class SqliteCatalogStore(SqliteDatabase database) : ICatalogStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<CatalogRevision>> LoadAsync(long afterRevision, int limit, CancellationToken cancellationToken) =>
        CatalogCodec.Read(afterRevision, await QueryAsync<(long, byte[])>(StorageSql.LoadRevisions, new { after = afterRevision, limit }, cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CatalogRevision>> ListAsync(long beforeRevision, int limit, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync<(long Revision, byte[] Content)>(StorageSql.ListRevisions, new { before = beforeRevision, limit }, cancellationToken);
        return [.. rows.Select(row => CatalogCodec.Read(row.Revision, row.Content))];
    }

    /// <inheritdoc/>
    public async Task<AppendOutcome> AppendAsync(long revision, CatalogChange change, CancellationToken cancellationToken)
    {
        var content = CatalogCodec.Write(change);
        return await ExecuteAsync(StorageSql.Sqlite.AppendRevision, new { revision, content }, cancellationToken) == 1
            ? AppendOutcome.Appended
            : AppendOutcome.Overtaken;
    }

    /// <inheritdoc/>
    public async Task<CheckpointDebt> ReadDebtAsync(CancellationToken cancellationToken) =>
        (await QueryAsync<CheckpointDebt>(StorageSql.ReadDebt, null, cancellationToken)).Single();

    /// <inheritdoc/>
    public async Task SaveCheckpointAsync(long revision, byte[] content, CancellationToken cancellationToken)
    {
        await ExecuteAsync(StorageSql.SaveCheckpoint, new { revision, content }, cancellationToken);
        var kept = await QueryAsync<long>(StorageSql.ListCheckpoints, null, cancellationToken);
        if (CheckpointAges.Superfluous(kept) is { Count: > 0 } revisions)
        {
            await ExecuteAsync(StorageSql.Sqlite.DropCheckpoints, new { revisions }, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<CatalogCheckpoint?> LoadCheckpointAsync(long afterRevision, long upToRevision, CancellationToken cancellationToken) =>
        (await QueryAsync<CatalogCheckpoint>(StorageSql.LoadCheckpoint, new { after = afterRevision, upTo = upToRevision }, cancellationToken)).FirstOrDefault();

    /// <inheritdoc/>
    public Task DropCheckpointAsync(long revision, CancellationToken cancellationToken) =>
        ExecuteAsync(StorageSql.Sqlite.DropCheckpoints, new { revisions = new[] { revision } }, cancellationToken);

    /// <summary>Hears of nothing: only one head can use the file.</summary>
    public Task WatchAsync(Action<long> moved, CancellationToken cancellationToken) => new TaskCompletionSource().Task.WaitAsync(cancellationToken);

    private async Task<List<T>> QueryAsync<T>(string statement, object? values, CancellationToken cancellationToken) =>
        (await database.ReadAsync(connection => connection.QueryAsync<T>(statement, values), cancellationToken)).AsList();

    private Task<int> ExecuteAsync(string statement, object values, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, transaction) => connection.Execute(statement, values, transaction), cancellationToken);
}
