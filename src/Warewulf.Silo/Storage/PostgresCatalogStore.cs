using Dapper;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Storage;

/// <summary>Keeps the catalog in PostgreSQL. The unique revision number decides which of two heads was first.</summary>
internal sealed class PostgresCatalogStore(PostgresDatabase database) : ICatalogStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<CatalogRevision>> LoadAsync(long afterRevision, CancellationToken cancellationToken) =>
        CatalogCodec.Read(afterRevision, await database.RunAsync(
            connection => connection.QueryAsync<(long, byte[])>(
                new CommandDefinition(StorageSql.LoadRevisions, new { after = afterRevision }, cancellationToken: cancellationToken)),
            cancellationToken));

    /// <inheritdoc/>
    public async Task<AppendOutcome> AppendAsync(long revision, CatalogChange change, CancellationToken cancellationToken)
    {
        var content = CatalogCodec.Write(change);
        var rows = await database.RunAsync(
            connection => connection.ExecuteAsync(
                new CommandDefinition(StorageSql.AppendRevision, new { revision, content }, cancellationToken: cancellationToken)),
            cancellationToken);
        return rows == 1 ? AppendOutcome.Appended : AppendOutcome.Overtaken;
    }

    /// <inheritdoc/>
    public async Task SaveCheckpointAsync(long revision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var compressed = CatalogCodec.Compress(content);
        await database.RunAsync(
            connection => connection.ExecuteAsync(new CommandDefinition(
                $"{StorageSql.SaveCheckpoint}; {StorageSql.DropCheckpoints}", new { revision, content = compressed }, cancellationToken: cancellationToken)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CatalogCheckpoint?> LoadLatestCheckpointAsync(CancellationToken cancellationToken)
    {
        var rows = await database.RunAsync(
            connection => connection.QueryAsync<(long Revision, byte[] Content)>(
                new CommandDefinition(StorageSql.LoadCheckpoint, cancellationToken: cancellationToken)),
            cancellationToken);
        return rows.Select(row => CatalogCodec.Expand(row.Revision, row.Content)).FirstOrDefault();
    }
}
