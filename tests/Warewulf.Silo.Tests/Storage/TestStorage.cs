using System.Buffers.Binary;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>A database for one test, which can be opened more than once.</summary>
internal sealed class TestStorage : IAsyncDisposable
{
    private readonly string? _connectionString;
    private readonly List<SiloStorage> _opened = [];

    private TestStorage(string? connectionString) => _connectionString = connectionString;

    /// <summary>Where it is; nothing for SQLite.</summary>
    public string? ConnectionString => _connectionString;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("ww-store-").FullName;

    public string Path => System.IO.Path.Combine(Directory, "warewulf.db");

    public static async Task<TestStorage> CreateAsync(string kind, PostgresServer server) =>
        new(kind == StoreKinds.Postgres ? await server.CreateDatabaseAsync() : null);

    /// <summary>Opens it.</summary>
    public async Task<SiloStorage> OpenAsync()
    {
        var storage = await SiloStorage.OpenAsync(_connectionString, Path, NullLoggerFactory.Instance, CancellationToken.None);
        _opened.Add(storage);
        return storage;
    }

    /// <summary>Changes what is stored behind the store's back.</summary>
    /// <param name="statement">What to do, in SQL.</param>
    /// <param name="content">Stands for <c>@content</c>.</param>
    public async Task ExecuteAsync(string statement, byte[]? content = null)
    {
        await using var connection = await ConnectAsync();
        await connection.ExecuteAsync(statement, new { content });
    }

    /// <summary>Reads a value behind the store's back.</summary>
    public async Task<T> ReadAsync<T>(string query)
    {
        await using var connection = await ConnectAsync();
        return (await connection.ExecuteScalarAsync<T>(query))!;
    }

    /// <summary>How many transactions have written the grains that are there.</summary>
    public async Task<long> CountTransactionsAsync()
    {
        const int Header = 32;
        const int FrameHeader = 24;
        const int PageSize = 4096;
        if (_connectionString is not null)
        {
            return await ReadAsync<long>("select count(distinct xmin::text) from grains");
        }

        // The last page that a transaction has written says how large the database is then, the others say 0.
        using var file = new FileStream(Path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var log = new byte[file.Length];
        await file.ReadExactlyAsync(log);
        return Enumerable.Range(0, (log.Length - Header) / (FrameHeader + PageSize))
            .Count(frame => BinaryPrimitives.ReadUInt32BigEndian(log.AsSpan(Header + (frame * (FrameHeader + PageSize)) + sizeof(uint))) != 0);
    }

    /// <summary>Closes all and opens it anew, as a restart does.</summary>
    public async Task<SiloStorage> ReopenAsync()
    {
        await CloseAsync();
        return await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private async Task<DbConnection> ConnectAsync()
    {
        DbConnection connection = _connectionString is null ? new SqliteConnection($"Data Source={Path};Pooling=false") : new NpgsqlConnection(_connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private async Task CloseAsync()
    {
        foreach (var storage in _opened)
        {
            await storage.DisposeAsync();
        }

        _opened.Clear();
    }
}
