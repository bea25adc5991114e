using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Storage;

namespace Warewulf.Benchmarks.Catalogs;

/// <summary>What the catalog costs in one process, on SQLite: reading it, looking at it, and committing to it, at several sizes.</summary>
internal sealed class CatalogBenchmark(IReadOnlyList<int> sizes, int runs)
{
    // Until the code for reading is compiled in its final form. What a head's cold start takes, the benchmark of starts tells.
    private const int WarmUps = 10;

    private static readonly IdSource Ids = new(RandomNumberGenerator.Create());

    private readonly string _directory = Directory.CreateTempSubdirectory("warewulf-catalog-").FullName;

    public async Task RunAsync()
    {
        Console.WriteLine($"{"",-52} {"min",8} {"median",8} {"max",8}");
        try
        {
            foreach (var size in sizes)
            {
                await RunAsync(size);
            }
        }
        finally
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private async Task RunAsync(int size)
    {
        var path = Path.Combine(_directory, $"{size}.db");
        await using (var storage = await OpenAsync(path))
        {
            using var service = Service(storage);
            var change = SampleSite.Change(size);
            await service.CommitAsync("benchmark", null, _ => change.Operations, CancellationToken.None);
            Look(service.Current, size);
            await CommitAsync(service, size, "one field of one node", 1);
            await CommitAsync(service, size, "one field of 5,000 nodes", Math.Min(5_000, size));
            await GrowthAsync(service, path, size);

            // As a head does in the background once the changes weigh enough.
            await storage.Catalog.SaveCheckpointAsync(service.Current.Revision, CheckpointCodec.Write(service.Current), CancellationToken.None);
        }

        var load = new Samples($"load and merge {size:N0} nodes", "ms");
        for (var run = -WarmUps; run < runs; run++)
        {
            await using var storage = await OpenAsync(path);
            using var service = Service(storage);
            var began = Stopwatch.GetTimestamp();
            await service.CatchUpAsync(CancellationToken.None);
            if (run >= 0)
            {
                load.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        Console.WriteLine(load);
        Merge(SampleSite.Change(size), size);
    }

    private void Merge(CatalogChange change, int size)
    {
        var merge = new Samples($"merge and index {size:N0} nodes", "ms");
        for (var run = 0; run < runs; run++)
        {
            var catalog = Catalog.Empty.Replay(change);
            var began = Stopwatch.GetTimestamp();
            _ = catalog.Index;
            merge.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Console.WriteLine(merge);
    }

    private void Look(Catalog catalog, int size)
    {
        const int Looks = 1_000;
        var look = new Samples($"effective view of one of {size:N0} nodes", "µs");
        var nodes = Enumerable.Range(0, Looks).Select(i => catalog.Nodes[NodeName.Parse(SampleSite.Name((i * 7919 % size) + 1))]).ToList();
        for (var run = 0; run < runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            foreach (var node in nodes)
            {
                // Merged anew: what the index holds already would cost nothing.
                _ = catalog.Index.Merger.Merge(node);
            }

            look.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds / Looks);
        }

        Console.WriteLine(look);
    }

    private async Task CommitAsync(CatalogService service, int size, string what, int nodes)
    {
        var samples = new Samples($"commit {what}, {size:N0} nodes", "ms");
        for (var run = 0; run < runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            await SetAsync(service, nodes, $"run {run}");
            samples.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Console.WriteLine(samples);
    }

    private static async Task GrowthAsync(CatalogService service, string path, int size)
    {
        const int Commits = 200;
        var before = Size(path);
        for (var i = 0; i < Commits; i++)
        {
            await SetAsync(service, 1, $"growth {i}");
        }

        var growth = new Samples($"storage for a commit of one field, {size:N0} nodes", "bytes");
        growth.Add((Size(path) - before) / (double)Commits);
        Console.WriteLine(growth);
    }

    private static Task SetAsync(CatalogService service, int count, string text)
    {
        var edit = new SettingsEdit { Fields = new Dictionary<string, string> { ["comment"] = text } };
        return service.CommitAsync("benchmark", null, catalog => [.. catalog.Nodes.Values.Take(count).Select(node =>
            new PutNode(node with { Settings = edit.Apply(node.Settings) }))], CancellationToken.None);
    }

    // Written back into the main file, the log holds nothing that a commit would keep.
    private static long Size(string path)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma wal_checkpoint(truncate); ";
        command.ExecuteNonQuery();
        return new FileInfo(path).Length;
    }

    private static Task<SiloStorage> OpenAsync(string path) => SiloStorage.OpenAsync(null, path, NullLoggerFactory.Instance, CancellationToken.None);

    private static CatalogService Service(SiloStorage storage) => new(storage.Catalog, Ids, TimeProvider.System, NullLogger<CatalogService>.Instance);
}
