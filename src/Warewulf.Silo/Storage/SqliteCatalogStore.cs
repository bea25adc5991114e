using Dapper;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Storage;

/// <summary>Keeps the catalog in SQLite.</summary>
internal sealed class SqliteCatalogStore(SqliteDatabase database) : ICatalogStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<CatalogRevision>> LoadAsync(long afterRevision, CancellationToken cancellationToken) =>
        CatalogCodec.Read(afterRevision, await database.ReadAsync(
            connection => connection.QueryAsync<(long, byte[])>(StorageSql.LoadRevisions, new { after = afterRevision }), cancellationToken));

    /// <inheritdoc/>
    public async Task<AppendOutcome> AppendAsync(long revision, CatalogChange change, CancellationToken cancellationToken)
    {
        var content = CatalogCodec.Write(change);
        var rows = await database.WriteAsync(
            (connection, transaction) => connection.Execute(StorageSql.AppendRevision, new { revision, content }, transaction), cancellationToken);
        return rows == 1 ? AppendOutcome.Appended : AppendOutcome.Overtaken;
    }

    /// <inheritdoc/>
    public async Task SaveCheckpointAsync(long revision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var compressed = CatalogCodec.Compress(content);
        await database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(StorageSql.SaveCheckpoint, new { revision, content = compressed }, transaction);
                return connection.Execute(StorageSql.DropCheckpoints, transaction: transaction);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CatalogCheckpoint?> LoadLatestCheckpointAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<(long Revision, byte[] Content)>(StorageSql.LoadCheckpoint), cancellationToken);
        return rows.Select(row => CatalogCodec.Expand(row.Revision, row.Content)).FirstOrDefault();
    }
}
