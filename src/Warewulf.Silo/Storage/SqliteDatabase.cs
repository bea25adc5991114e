using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Storage;

/// <summary>
/// One SQLite file and everything that writes to it. There is one writer, which commits all writes that wait with one sync of the
/// disk; readers are never in its way.
/// </summary>
internal sealed partial class SqliteDatabase : IAsyncDisposable
{
    private const int TimeoutSeconds = 10;

    private readonly string _readers;
    private readonly FileStream _lock;
    private readonly SqliteConnection _writer;
    private readonly WriteQueue<SqliteWrite> _queue;
    private readonly ILogger _logger;
    private long _lastVersion;
    private long _storedVersion;

    private SqliteDatabase(string path, FileStream fileLock, SqliteConnection writer, string readers, ILogger logger)
    {
        Path = path;
        _lock = fileLock;
        _writer = writer;
        _readers = readers;
        _logger = logger;
        _storedVersion = _lastVersion = writer.ExecuteScalar<long>(StorageSql.Sqlite.LastVersion);
        _queue = new WriteQueue<SqliteWrite>(WriteAsync);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens a database, makes it if there is none, and brings its schema up to date.</summary>
    /// <param name="path">The file; its directory is made if need be.</param>
    /// <param name="logger">The log.</param>
    /// <exception cref="WarewulfException">Another process uses it, it is damaged or of a newer version, or the disk refuses.</exception>
    public static SqliteDatabase Open(string path, ILogger logger)
    {
        FileStream? fileLock = null;
        SqliteConnection? writer = null;
        try
        {
            fileLock = Lock(path);
            Create(path);
            var connection = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = TimeoutSeconds };
            writer = new SqliteConnection(new SqliteConnectionStringBuilder(connection.ConnectionString) { Pooling = false }.ConnectionString);
            writer.Open();
            writer.Execute("pragma journal_mode = wal; pragma synchronous = full;");
            Migrate(writer, path);
            connection.Mode = SqliteOpenMode.ReadOnly;
            var database = new SqliteDatabase(path, fileLock, writer, connection.ConnectionString, logger);
            LogOpened(logger, path, StorageSql.Sqlite.Migrations.Length);
            return database;
        }
        catch (Exception e)
        {
            writer?.Dispose();
            fileLock?.Dispose();
            if (SqliteErrors.Translate(path, e) is { } translated)
            {
                throw translated;
            }

            throw;
        }
    }

    /// <summary>Does a read.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await using var connection = OpenReader();
            return await read(connection);
        }
        catch (Exception e) when (SqliteErrors.Translate(Path, e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>A connection that only reads; the caller closes it.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(_readers);
        connection.Open();
        return connection;
    }

    /// <summary>Does a write, together with whatever else waits. It must be one statement, which alone is what happens whole or not at all.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var queued = new SqliteWrite<T>(write);
        _queue.Add(queued);
        return queued.Outcome.WaitAsync(cancellationToken);
    }

    /// <summary>The next version of a grain's state. Only for use inside a write.</summary>
    public long NextVersion() => ++_lastVersion;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        using (var pooled = new SqliteConnection(_readers))
        {
            SqliteConnection.ClearPool(pooled);
        }

        await _writer.DisposeAsync();
        await _lock.DisposeAsync();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return LockFile.Take(path + ".lock");
        }
        catch (IOException e) when (LockFile.IsHeld(e))
        {
            throw new WarewulfException(
                ApiErrorCode.Busy, $"Another warewulfd uses the database '{path}'. Stop it first, or give this one a directory of its own.", e);
        }
    }

    private static void Create(string path)
    {
        if (!File.Exists(path))
        {
            // The catalog holds nodes' secrets; the files SQLite adds get the same permissions.
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            new FileStream(path, options).Dispose();
        }
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = connection.ExecuteScalar<int>("pragma user_version", transaction: transaction);
        SchemaVersions.ThrowIfNewer($"'{path}'", version, StorageSql.Sqlite.Migrations.Length);
        foreach (var migration in StorageSql.Sqlite.Migrations.Skip(version))
        {
            connection.Execute(migration, transaction: transaction);
        }

        connection.Execute($"pragma user_version = {StorageSql.Sqlite.Migrations.Length}", transaction: transaction);
        transaction.Commit();
    }

    private Task WriteAsync(IReadOnlyList<SqliteWrite> batch)
    {
        try
        {
            using (var transaction = _writer.BeginTransaction(deferred: false))
            {
                foreach (var write in batch)
                {
                    write.Run(_writer, transaction);
                }

                if (_lastVersion != _storedVersion)
                {
                    _writer.Execute(StorageSql.Sqlite.SetLastVersion, new { value = _lastVersion }, transaction);
                }

                transaction.Commit();
            }

            _storedVersion = _lastVersion;
        }
        catch (Exception e)
        {
            LogWriteFailed(_logger, Path, batch.Count, e);
            if (SqliteErrors.Translate(Path, e) is { } translated)
            {
                throw translated;
            }

            throw;
        }

        foreach (var write in batch)
        {
            write.Report();
        }

        return Task.CompletedTask;
    }
}
