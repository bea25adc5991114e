using Xunit.Abstractions;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>Writers, and the database server, are killed at any moment: what was acknowledged is there, whole, and nothing needs repair.</summary>
[Trait("Suite", "Stress")]
public sealed class StoreCrashTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const int Lanes = 2;
    private const int MostRevisions = 30;
    private const int LongestStartMilliseconds = 250;

    // Of so many writers one is killed while it starts.
    private const int StartingShare = 6;

    public static TheoryData<string, int> Runs
    {
        get
        {
            var runs = new TheoryData<string, int>();
            foreach (var kind in PostgresServer.IsInstalled ? (string[])[StoreKinds.Sqlite, StoreKinds.Postgres] : [StoreKinds.Sqlite])
            {
                foreach (var seed in Enumerable.Range(1, 10))
                {
                    runs.Add(kind, seed);
                }
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Write_WriterKilledAgainAndAgain_EverythingAcknowledgedIsThere(string kind, int seed)
    {
        const int Kills = 20 / Lanes;
        var storages = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => TestStorage.CreateAsync(kind, server)));
        var lanes = storages.Select(storage => new CrashLane(storage.ConnectionString ?? "", storage.Path)).ToList();
        try
        {
            await Task.WhenAll(lanes.Select((lane, number) => Task.Run(() => RunAsync(lane, new Random((seed * Lanes) + number), Kills))));
        }
        finally
        {
            await Task.WhenAll(storages.Select(storage => storage.DisposeAsync().AsTask()));
        }

        output.WriteLine($"{kind}: {Lanes * Kills} kills, {lanes.Sum(lane => lane.Revisions)} revisions");
        Assert.All(lanes, lane => Assert.True(lane.Revisions > 0));
    }

    [PostgresFact]
    public async Task Write_ServerKilledAgainAndAgain_EverythingAcknowledgedIsThere()
    {
        const int Kills = 5;
        var random = new Random(1);

        // A server of its own: the others' tests must not notice.
        var own = new PostgresServer();
        await own.InitializeAsync();
        try
        {
            var lane = new CrashLane(await own.CreateDatabaseAsync(), "");
            for (var kill = 0; kill < Kills; kill++)
            {
                await lane.WriteAsync(random.Next(1, 5 * MostRevisions), TimeSpan.Zero, own.KillAsync);
                await own.StartAsync();
                await lane.CheckAsync();
            }

            Assert.True(lane.Revisions > 0);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private static async Task RunAsync(CrashLane lane, Random random, int kills)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            await lane.WriteAsync(
                random.Next(StartingShare) == 0 ? 0 : random.Next(1, MostRevisions), TimeSpan.FromMilliseconds(random.Next(LongestStartMilliseconds)));
            await lane.CheckAsync();
        }
    }
}
