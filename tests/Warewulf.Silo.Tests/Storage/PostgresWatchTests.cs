using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Catalogs;
using Warewulf.TestKit;
using Xunit.Abstractions;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>Two heads over one PostgreSQL: what one commits the other knows, whatever happens to the connection between.</summary>
[Trait("Suite", "Socket")]
public sealed class PostgresWatchTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const string Listening = "application_name = 'warewulfd listening' and datname = current_database()";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task Commit_OnOneHead_IsKnownToTheOtherWithoutItsAsking()
    {
        await using var test = await TestStorage.CreateAsync(StoreKinds.Postgres, server);
        using var here = await HeadAsync(test);
        using var there = await HeadAsync(test);

        // Its clock stands still: it never asks by itself.
        await using var watch = Watch(there, new ManualTimeProvider());
        await UntilListeningAsync(test, 1);
        var delays = new List<double>();
        for (var revision = 1; revision <= 50; revision++)
        {
            await CommitAsync(here.Catalog);
            var committed = Stopwatch.GetTimestamp();
            await ArrivesAsync(there.Catalog, revision);
            delays.Add(Stopwatch.GetElapsedTime(committed).TotalMilliseconds);
        }

        delays.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"known after: p50 {delays[25]:0.0} ms, most {delays[^1]:0.0} ms"));
    }

    [PostgresFact]
    public async Task Commit_OnBothHeadsInTurns_BothKnowAll()
    {
        await using var test = await TestStorage.CreateAsync(StoreKinds.Postgres, server);
        using var here = await HeadAsync(test);
        using var there = await HeadAsync(test);
        await using var watchHere = Watch(here, new ManualTimeProvider());
        await using var watchThere = Watch(there, new ManualTimeProvider());
        await UntilListeningAsync(test, 2);

        for (var revision = 1; revision <= 10; revision++)
        {
            var (from, to) = revision % 2 == 0 ? (here, there) : (there, here);
            await CommitAsync(from.Catalog);
            await ArrivesAsync(to.Catalog, revision);
        }
    }

    [PostgresFact]
    public async Task Commit_AfterTheConnectionWasCut_IsKnown()
    {
        await using var test = await TestStorage.CreateAsync(StoreKinds.Postgres, server);
        using var here = await HeadAsync(test);
        using var there = await HeadAsync(test);
        await using var watch = Watch(there, TimeProvider.System);
        for (var revision = 1; revision <= 3; revision++)
        {
            await UntilListeningAsync(test, 1);
            await test.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where {Listening}");
            await CommitAsync(here.Catalog);
            await ArrivesAsync(there.Catalog, revision);
        }
    }

    [PostgresFact]
    public async Task Commit_AfterTheServerCrashed_IsKnown()
    {
        // A server of its own: the others' tests must not notice.
        var own = new PostgresServer();
        await own.InitializeAsync();
        try
        {
            await using var test = await TestStorage.CreateAsync(StoreKinds.Postgres, own);
            using var here = await HeadAsync(test);
            using var there = await HeadAsync(test);
            await using var watch = Watch(there, TimeProvider.System);
            await CommitAsync(here.Catalog);
            await ArrivesAsync(there.Catalog, 1);
            await own.CrashAsync();
            await Assert.ThrowsAsync<Core.WarewulfException>(() => CommitAsync(here.Catalog));
            await own.StartAsync();
            await CommitAsync(here.Catalog);
            await ArrivesAsync(there.Catalog, 2);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Commit_WhileTheOtherHeadWasAway_IsKnownWhenItIsBack()
    {
        await using var test = await TestStorage.CreateAsync(StoreKinds.Postgres, server);
        using var here = await HeadAsync(test);
        using var there = await HeadAsync(test);
        await Watch(there, TimeProvider.System).DisposeAsync();
        await CommitAsync(here.Catalog);
        await CommitAsync(here.Catalog);

        await using var watch = Watch(there, new ManualTimeProvider());

        await ArrivesAsync(there.Catalog, 2);
        Assert.Equal(2, there.Catalog.Current.Nodes.Count);
    }

    private static CatalogWatch Watch(Head head, TimeProvider time) => new(head.Catalog, head.Store, time, NullLogger<CatalogWatch>.Instance);

    private static async Task<Head> HeadAsync(TestStorage test)
    {
        var store = (await test.OpenAsync()).Catalog;
        return new Head(new CatalogService(store, new IdSource(RandomNumberGenerator.Create()), TimeProvider.System, NullLogger<CatalogService>.Instance), store);
    }

    private static Task CommitAsync(CatalogService catalog) => catalog.CommitAsync(
        "x", null, current => [new PutNode(new NodeConfig(NodeName.Parse($"n{current.Revision}"), NodeSettings.Empty))], CancellationToken.None);

    private static async Task ArrivesAsync(CatalogService catalog, long revision) =>
        Assert.True((await catalog.WaitForAsync(revision - 1, Timeout.InfiniteTimeSpan, CancellationToken.None).WaitAsync(Patience))!.Revision >= revision);

    private static async Task UntilListeningAsync(TestStorage test, long connections)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await test.ReadAsync<long>($"select count(*) from pg_stat_activity where {Listening} and state = 'idle' and query not like 'listen%'") != connections)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private sealed record Head(CatalogService Catalog, Silo.Storage.ICatalogStore Store) : IDisposable
    {
        public void Dispose() => Catalog.Dispose();
    }
}
