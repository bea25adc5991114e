using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Grains.Hosting;
using Xunit.Abstractions;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>Many saves at once, and several heads over one database.</summary>
[Trait("Suite", "Stress")]
public sealed class StoreStressTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const int InFlight = 64;

    public static TheoryData<string> Kinds => StoreKinds.All;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Save_SixtyFourInFlight_AllAreStored(string kind)
    {
        const int Keys = 2_000;
        const int Rounds = 5;
        await using var test = await TestStorage.CreateAsync(kind, server);
        var grains = (await test.OpenAsync()).Grains;
        var content = new byte[2048];
        Array.Fill(content, (byte)'x');
        var versions = new long[Keys];
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, InFlight).Select(worker => Task.Run(async () =>
            {
                for (var i = worker; i < Keys; i += InFlight)
                {
                    versions[i] = await grains.SaveAsync("node", $"n{i}", content, versions[i], CancellationToken.None);
                }
            })));
            output.WriteLine($"{kind}: {Keys / watch.Elapsed.TotalSeconds:n0} {(round == 0 ? "inserts" : "updates")}/s");
        }

        var reading = Stopwatch.StartNew();
        var found = 0;
        await foreach (var stored in grains.LoadAllAsync("node", CancellationToken.None))
        {
            Assert.Equal(versions[int.Parse(stored.Key[1..])], stored.Version);
            found++;
        }

        output.WriteLine($"{kind}: {found} states read in {reading.Elapsed.TotalMilliseconds:n0} ms");
        reading.Restart();
        await Task.WhenAll(Enumerable.Range(0, Keys).Select(i => Task.Run(() => grains.LoadAsync("node", $"n{i}", CancellationToken.None))));
        output.WriteLine($"{kind}: {Keys / reading.Elapsed.TotalSeconds:n0} single reads/s");
        Assert.Equal(Keys, found);
    }

    [PostgresFact]
    public async Task Add_TwoHeadsOverPostgres_AddsUpExactly()
    {
        const int Keys = 4;
        const int PerWorker = 150;
        await using var test = await TestStorage.CreateAsync(StoreKinds.Postgres, server);
        var one = await test.OpenAsync();
        var two = await test.OpenAsync();
        await using var first = Host(one.Grains);
        await using var second = Host(two.Grains);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var host = worker % 2 == 0 ? first : second;
            for (var i = 0; i < PerWorker; i++)
            {
                await AddOnceAsync(host.Get<TallyGrain>($"n{(i + worker) % Keys}"));
            }
        })));

        await using var check = Host(one.Grains);
        var sum = 0;
        for (var i = 0; i < Keys; i++)
        {
            sum += await check.Get<TallyGrain>($"n{i}").ValueAsync();
        }

        Assert.Equal(8 * PerWorker, sum);
    }

    private static GrainHost Host(IGrainStore store) =>
        new(new GrainRegistry().Add(TallyGrain.Type), store, new GrainHostOptions(), TimeProvider.System, NullLogger<GrainHost>.Instance);

    private static async Task AddOnceAsync(TallyGrain grain)
    {
        while (true)
        {
            try
            {
                await grain.AddAsync();
                return;
            }
            catch (WarewulfException e) when (e.Code == Core.Api.ApiErrorCode.Busy)
            {
                // Nothing was stored.
            }
        }
    }
}
