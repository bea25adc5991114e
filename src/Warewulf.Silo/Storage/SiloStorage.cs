using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Grains.Hosting;

namespace Warewulf.Silo.Storage;

/// <summary>Where a head keeps what must not be lost: SQLite by itself, PostgreSQL together with other heads.</summary>
public sealed class SiloStorage : IAsyncDisposable
{
    private readonly IAsyncDisposable[] _parts;

    private SiloStorage(ICatalogStore catalog, IGrainStore grains, bool isShared, params IAsyncDisposable[] parts)
    {
        Catalog = catalog;
        Grains = grains;
        IsShared = isShared;
        _parts = parts;
    }

    /// <summary>The catalog's history.</summary>
    public ICatalogStore Catalog { get; }

    /// <summary>The state of grains.</summary>
    public IGrainStore Grains { get; }

    /// <summary>Which heads there are; nothing where there can be only one.</summary>
    internal PostgresHeadStore? Heads { get; private init; }

    /// <summary>Whether other heads may change what is stored, so that nothing in memory stays true by itself.</summary>
    public bool IsShared { get; }

    /// <summary>Opens the storage and brings its schema up to date.</summary>
    /// <param name="connectionString">A PostgreSQL connection string; unset for SQLite.</param>
    /// <param name="path">The SQLite file.</param>
    /// <param name="loggers">Makes the log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">It cannot be opened; the message says what to do.</exception>
    public static async Task<SiloStorage> OpenAsync(
        string? connectionString, string path, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(connectionString))
        {
            var sqlite = SqliteDatabase.Open(path, loggers.CreateLogger<SqliteDatabase>());
            return new SiloStorage(new SqliteCatalogStore(sqlite), new SqliteGrainStore(sqlite), false, sqlite);
        }

        var postgres = await PostgresDatabase.OpenAsync(connectionString, loggers.CreateLogger<PostgresDatabase>(), cancellationToken);
        var grains = new PostgresGrainStore(postgres);
        return new SiloStorage(new PostgresCatalogStore(postgres), grains, true, grains, postgres) { Heads = new PostgresHeadStore(postgres) };
    }

    /// <summary>Finishes the writes that wait and closes the storage.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }
    }
}
