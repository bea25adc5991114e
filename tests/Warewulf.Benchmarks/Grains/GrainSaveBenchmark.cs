using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Silo.Storage;

namespace Warewulf.Benchmarks.Grains;

/// <summary>How many states of grains two heads save in a second in one PostgreSQL database, each with many saves in flight.</summary>
internal sealed class GrainSaveBenchmark(string database, int runs)
{
    private const int Grains = 10_000;
    private const int InFlight = 64;
    private const int StateBytes = 2_048;

    public async Task RunAsync()
    {
        Console.WriteLine($"{"",-52} {"min",8} {"median",8} {"max",8}");
        await using var one = await OpenAsync();
        await using var two = await OpenAsync();
        var versions = new long[Grains];
        var inserts = new Samples("two heads, first saves of grains", "/s");
        inserts.Add(await SaveAsync([one, two], versions));
        var updates = new Samples("two heads, saves of grains", "/s");
        for (var run = 0; run < runs; run++)
        {
            updates.Add(await SaveAsync([one, two], versions));
        }

        Console.WriteLine(inserts);
        Console.WriteLine(updates);
    }

    private static async Task<double> SaveAsync(SiloStorage[] heads, long[] versions)
    {
        var state = new byte[StateBytes];
        Random.Shared.NextBytes(state);
        var workers = heads.Length * InFlight;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            for (var i = worker; i < versions.Length; i += workers)
            {
                versions[i] = await heads[worker % heads.Length].Grains.SaveAsync("benchmark", $"g{i}", state, versions[i], CancellationToken.None);
            }
        })));
        return versions.Length / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private Task<SiloStorage> OpenAsync() => SiloStorage.OpenAsync(database, "", NullLoggerFactory.Instance, CancellationToken.None);
}
