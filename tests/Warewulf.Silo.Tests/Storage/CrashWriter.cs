using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>
/// A process that makes revisions, keeps whole catalogs and stores numbers counting up until it is killed, and writes a line for each that was
/// acknowledged.
/// </summary>
internal static class CrashWriter
{
    public const int Workers = 4;
    public const string GrainType = "crash";

    private const int CheckpointEvery = 10;

    private static readonly Lock Printing = new();

    /// <summary>Starts such a process.</summary>
    /// <param name="database">The PostgreSQL connection string; empty for SQLite.</param>
    /// <param name="path">The SQLite file.</param>
    public static Process Start(string database, string path)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["exec", typeof(CrashWriter).Assembly.Location, "crash-writer", database, path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // It does not live long enough for a profile to pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>What a revision holds: of various lengths, so that a part of one would show.</summary>
    public static CatalogChange Change(long revision) => new(
        $"author{revision}",
        SampleCatalog.At,
        [.. Enumerable.Range(0, (int)(revision % 7) + 1).Select(i => new PutNode(new NodeConfig(NodeName.Parse($"n{i}"), NodeSettings.Empty with { Comment = $"{revision}" })))]);

    public static async Task<int> RunAsync(string database, string path)
    {
        try
        {
            await using var storage = await SiloStorage.OpenAsync(database, path, NullLoggerFactory.Instance, CancellationToken.None);
            var catalog = Task.Run(() => CommitAsync(storage.Catalog));
            await Task.WhenAny([catalog, .. Enumerable.Range(0, Workers).Select(worker => Task.Run(() => CountAsync(storage, worker)))]).Unwrap();
            return 0;
        }
        catch (WarewulfException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task CommitAsync(ICatalogStore store)
    {
        while (true)
        {
            // The server may still be busy with the last one of a writer that was killed.
            var last = (await store.ListAsync(long.MaxValue, 1, CancellationToken.None)).Select(revision => revision.Revision).SingleOrDefault();
            for (var next = last + 1; await store.AppendAsync(next, Change(next), CancellationToken.None) == AppendOutcome.Appended; next++)
            {
                Print($"r {next}");
                if (next % CheckpointEvery == 0)
                {
                    var whole = Catalog.Restore(next, SampleCatalog.At, Change(next).Operations);
                    await store.SaveCheckpointAsync(next, CheckpointCodec.Write(whole), CancellationToken.None);
                }
            }
        }
    }

    private static async Task CountAsync(SiloStorage storage, int worker)
    {
        var key = $"w{worker}";
        var stored = await storage.Grains.LoadAsync(GrainType, key, CancellationToken.None);
        var (version, count) = stored is null ? (0, 0) : (stored.Version, int.Parse(Encoding.UTF8.GetString(stored.Json.Span)));
        while (true)
        {
            count++;
            version = await storage.Grains.SaveAsync(GrainType, key, Encoding.UTF8.GetBytes($"{count}"), version, CancellationToken.None);
            Print($"{worker} {count}");
        }
    }

    private static void Print(string line)
    {
        lock (Printing)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
