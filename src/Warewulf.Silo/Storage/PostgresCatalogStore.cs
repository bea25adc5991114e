using System.Globalization;
using Dapper;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Storage;

/// <summary>Keeps the catalog in PostgreSQL. The unique revision number decides which of two heads was first.</summary>
internal sealed class PostgresCatalogStore(PostgresDatabase database) : ICatalogStore
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
        var appended = await QueryAsync<long>(StorageSql.Postgres.AppendRevision, new { revision, content }, cancellationToken);
        return appended.Count == 1 ? AppendOutcome.Appended : AppendOutcome.Overtaken;
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
            await ExecuteAsync(StorageSql.Postgres.DropCheckpoints, new { revisions }, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<CatalogCheckpoint?> LoadCheckpointAsync(long afterRevision, long upToRevision, CancellationToken cancellationToken) =>
        (await QueryAsync<CatalogCheckpoint>(StorageSql.LoadCheckpoint, new { after = afterRevision, upTo = upToRevision }, cancellationToken)).FirstOrDefault();

    /// <inheritdoc/>
    public Task DropCheckpointAsync(long revision, CancellationToken cancellationToken) =>
        ExecuteAsync(StorageSql.Postgres.DropCheckpoints, new { revisions = new[] { revision } }, cancellationToken);

    /// <inheritdoc/>
    public Task WatchAsync(Action<long> moved, CancellationToken cancellationToken) => database.ListenAsync(
        async connection =>
        {
            // What is committed before this is read below, what comes later is heard of.
            connection.Notification += (_, e) => moved(long.Parse(e.Payload, CultureInfo.InvariantCulture));
            await connection.ExecuteAsync(new CommandDefinition(StorageSql.Postgres.Listen, cancellationToken: cancellationToken));
            moved(await connection.ExecuteScalarAsync<long>(new CommandDefinition(StorageSql.LastRevision, cancellationToken: cancellationToken)));
            while (true)
            {
                await connection.WaitAsync(cancellationToken);
            }
        },
        cancellationToken);

    private async Task<List<T>> QueryAsync<T>(string statement, object? values, CancellationToken cancellationToken) =>
        (await database.RunAsync(connection => connection.QueryAsync<T>(Command(statement, values, cancellationToken)), cancellationToken)).AsList();

    private Task<int> ExecuteAsync(string statement, object values, CancellationToken cancellationToken) =>
        database.RunAsync(connection => connection.ExecuteAsync(Command(statement, values, cancellationToken)), cancellationToken);

    private static CommandDefinition Command(string statement, object? values, CancellationToken cancellationToken) =>
        new(statement, values, cancellationToken: cancellationToken);
}
