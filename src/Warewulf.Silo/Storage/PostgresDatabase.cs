using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warewulf.Core;

namespace Warewulf.Silo.Storage;

/// <summary>One PostgreSQL database, shared by the heads of a site.</summary>
internal sealed partial class PostgresDatabase : IAsyncDisposable
{
    private const int MostDeadlocks = 8;

    // A connection that only listens would not notice by itself that the other end is gone.
    private const int KeepAliveSeconds = 10;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _listening;
    private readonly string _server;
    private readonly ILogger _logger;

    private PostgresDatabase(NpgsqlConnectionStringBuilder settings, ILogger logger)
    {
        _source = NpgsqlDataSource.Create(settings.ConnectionString);
        _listening = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            ApplicationName = "warewulfd listening",
            Pooling = false,
            KeepAlive = KeepAliveSeconds,
        });
        _server = $"{settings.Host}:{settings.Port}/{settings.Database}";
        _logger = logger;
    }

    /// <summary>Connects and brings the schema up to date; heads that start at once take turns.</summary>
    /// <param name="connectionString">Where the database is and how to get in.</param>
    /// <param name="logger">The log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">The connection string is wrong, the server does not answer or its schema is newer.</exception>
    public static async Task<PostgresDatabase> OpenAsync(string connectionString, ILogger logger, CancellationToken cancellationToken)
    {
        var database = new PostgresDatabase(Parse(connectionString), logger);
        try
        {
            await database.RunAsync(
                async connection =>
                {
                    await MigrateAsync(connection, database._server, cancellationToken);
                    return true;
                },
                cancellationToken);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }

        LogOpened(logger, database._server, StorageSql.Postgres.Migrations.Length);
        return database;
    }

    /// <summary>Does something on a connection, once more when it had to give way to another head.</summary>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                return await work(connection);
            }
            catch (Exception e) when (PostgresErrors.IsDeadlock(e) && attempt < MostDeadlocks)
            {
                LogDeadlock(_logger, _server, attempt);
            }
            catch (Exception e) when (PostgresErrors.Translate(_server, e) is { } translated)
            {
                LogFailed(_logger, _server, e);
                throw translated;
            }
        }
    }

    /// <summary>Does something that takes as long as the connection lives, on one of its own. That it broke is for the caller to log.</summary>
    public async Task ListenAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _listening.OpenConnectionAsync(cancellationToken);
            await work(connection);
        }
        catch (Exception e) when (PostgresErrors.Translate(_server, e) is { } translated)
        {
            throw translated;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _listening.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            // A head that waits half a minute for a dead server helps nobody: edges have gone elsewhere by then.
            return new NpgsqlConnectionStringBuilder("Timeout=5;Command Timeout=10;Application Name=warewulfd;" + connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw WarewulfException.Invalid("The database setting is no PostgreSQL connection string. Write it as 'Host=...;Database=...;Username=...;Password=...'.");
        }
    }

    private static async Task MigrateAsync(NpgsqlConnection connection, string server, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(StorageSql.Postgres.Lock, transaction: transaction);
        await connection.ExecuteAsync(StorageSql.Postgres.VersionTable, transaction: transaction);
        var version = await connection.ExecuteScalarAsync<int>(StorageSql.Postgres.SchemaVersion, transaction: transaction);
        SchemaVersions.ThrowIfNewer(server, version, StorageSql.Postgres.Migrations.Length);
        foreach (var migration in StorageSql.Postgres.Migrations.Skip(version))
        {
            await connection.ExecuteAsync(migration, transaction: transaction);
        }

        if (version < StorageSql.Postgres.Migrations.Length)
        {
            await connection.ExecuteAsync(StorageSql.Postgres.SetSchemaVersion, new { version = StorageSql.Postgres.Migrations.Length }, transaction);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
