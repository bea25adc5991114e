using Dapper;
using Warewulf.Silo.Heads;

namespace Warewulf.Silo.Storage;

/// <summary>Keeps in PostgreSQL which heads there are. Ages are by its clock, so that those of the heads need not agree.</summary>
internal sealed class PostgresHeadStore(PostgresDatabase database)
{
    /// <summary>Takes note that a head is up. It takes the place of one that had an address of it: that one is no more.</summary>
    /// <exception cref="Core.WarewulfException">The storage does not answer.</exception>
    public Task AnnounceAsync(Guid id, string name, IReadOnlyList<string> addresses, CancellationToken cancellationToken) =>
        ExecuteAsync(StorageSql.Postgres.AnnounceHead, new { id, name, addresses = addresses.ToArray() }, cancellationToken);

    /// <summary>Forgets a head that stops.</summary>
    /// <exception cref="Core.WarewulfException">The storage does not answer.</exception>
    public Task ForgetAsync(Guid id, CancellationToken cancellationToken) => ExecuteAsync(StorageSql.Postgres.ForgetHead, new { id }, cancellationToken);

    /// <summary>All heads.</summary>
    /// <exception cref="Core.WarewulfException">The storage does not answer.</exception>
    public async Task<IReadOnlyList<HeadRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var command = new CommandDefinition(StorageSql.Postgres.ListHeads, cancellationToken: cancellationToken);
        var rows = await database.RunAsync(
            connection => connection.QueryAsync<(Guid Id, string Name, string Addresses, double Age)>(command), cancellationToken);
        return [.. rows.Select(row => new HeadRecord(row.Id, row.Name, row.Addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Age))];
    }

    private Task<int> ExecuteAsync(string statement, object values, CancellationToken cancellationToken) =>
        database.RunAsync(connection => connection.ExecuteAsync(new CommandDefinition(statement, values, cancellationToken: cancellationToken)), cancellationToken);
}
