using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>A database for one test, which can be opened more than once.</summary>
internal sealed class TestStorage : IAsyncDisposable
{
    private readonly string? _connectionString;
    private readonly List<SiloStorage> _opened = [];

    private TestStorage(string? connectionString) => _connectionString = connectionString;

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

    private async Task CloseAsync()
    {
        foreach (var storage in _opened)
        {
            await storage.DisposeAsync();
        }

        _opened.Clear();
    }
}
