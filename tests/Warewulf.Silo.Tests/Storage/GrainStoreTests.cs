using System.Text;
using Warewulf.Grains.Hosting;

namespace Warewulf.Silo.Tests.Storage;

[Trait("Suite", "Socket")]
public sealed class GrainStoreTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    public static TheoryData<string> Kinds => StoreKinds.All;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Load_NothingStored_IsNull(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var grains = (await test.OpenAsync()).Grains;

        Assert.Null(await grains.LoadAsync("node", "n1", CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Save_NewAndAgain_IsThereAfterARestart(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var grains = (await test.OpenAsync()).Grains;
        var first = await SaveAsync(grains, "n1", "{\"op\":1,\"a\":\"ü\"}", 0);
        var second = await SaveAsync(grains, "n1", "{\"op\":2,\"a\":\"ü\"}", first);

        grains = (await test.ReopenAsync()).Grains;

        var stored = await grains.LoadAsync("node", "n1", CancellationToken.None);
        Assert.Equal(("n1", second, "{\"op\":2,\"a\":\"ü\"}"), (stored!.Key, stored.Version, Encoding.UTF8.GetString(stored.Json.Span)));
        Assert.Null(await grains.LoadAsync("segment", "n1", CancellationToken.None));
        Assert.True(second > 0 && second != first);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Save_WrongVersion_IsAConflictAndChangesNothing(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var grains = (await test.OpenAsync()).Grains;
        await Assert.ThrowsAsync<GrainConflictException>(() => SaveAsync(grains, "n1", "1", 77));
        var first = await SaveAsync(grains, "n1", "1", 0);
        var second = await SaveAsync(grains, "n1", "2", first);

        await Assert.ThrowsAsync<GrainConflictException>(() => SaveAsync(grains, "n1", "3", first));
        await Assert.ThrowsAsync<GrainConflictException>(() => SaveAsync(grains, "n1", "3", 0));

        Assert.Equal(second, (await grains.LoadAsync("node", "n1", CancellationToken.None))!.Version);
        Assert.Equal("2", Encoding.UTF8.GetString((await grains.LoadAsync("node", "n1", CancellationToken.None))!.Json.Span));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Delete_StoredState_IsGoneAndItsVersionNeverComesBack(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var grains = (await test.OpenAsync()).Grains;
        var versions = new HashSet<long>();
        for (var i = 0; i < 5; i++)
        {
            var version = await SaveAsync(grains, "n1", "1", 0);
            Assert.True(versions.Add(version));
            Assert.True(versions.Add(version = await SaveAsync(grains, "n1", "2", version)));
            await grains.DeleteAsync("node", "n1", version, CancellationToken.None);
            Assert.Null(await grains.LoadAsync("node", "n1", CancellationToken.None));
            await Assert.ThrowsAsync<GrainConflictException>(() => grains.DeleteAsync("node", "n1", version, CancellationToken.None));
            await Assert.ThrowsAsync<GrainConflictException>(() => SaveAsync(grains, "n1", "3", version));
            grains = (await test.ReopenAsync()).Grains;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Save_ManyAtOnceSomeWrong_EachHasItsOwnOutcome(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var grains = (await test.OpenAsync()).Grains;
        var versions = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => SaveAsync(grains, $"n{i}", "old", 0)));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            try
            {
                // Every third is outdated, every fifth is removed instead.
                var expected = i % 3 == 0 ? versions[i] + 1_000_000 : versions[i];
                await (i % 5 == 0 ? grains.DeleteAsync("node", $"n{i}", expected, CancellationToken.None) : SaveAsync(grains, $"n{i}", "new", expected));
                return true;
            }
            catch (GrainConflictException)
            {
                return false;
            }
        }));

        for (var i = 0; i < 100; i++)
        {
            var stored = await grains.LoadAsync("node", $"n{i}", CancellationToken.None);
            Assert.Equal(i % 3 != 0, outcomes[i]);
            Assert.Equal(i % 3 == 0 ? "old" : i % 5 == 0 ? null : "new", stored is null ? null : Encoding.UTF8.GetString(stored.Json.Span));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Save_ManyAtOnce_ShareTransactions(string kind)
    {
        const int Saves = 400;
        await using var test = await TestStorage.CreateAsync(kind, server);
        var grains = (await test.OpenAsync()).Grains;
        await SaveAsync(grains, "first", "1", 0);
        var before = await test.CountTransactionsAsync();

        await Task.WhenAll(Enumerable.Range(0, Saves).Select(i => SaveAsync(grains, $"n{i}", "1", 0)));

        Assert.InRange(await test.CountTransactionsAsync() - before, 1, Saves / 10);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Save_SameKeyManyTimesAtOnce_OneWins(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var grains = (await test.OpenAsync()).Grains;

        var saves = Enumerable.Range(0, 50).Select(i => SaveAsync(grains, "n1", $"{i}", 0)).ToList();

        await Task.WhenAll(saves.Select(save => save.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal(1, saves.Count(save => save.IsCompletedSuccessfully));
        Assert.All(saves.Where(save => save.IsFaulted), save => Assert.IsType<GrainConflictException>(save.Exception!.InnerException));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Save_Cancelled_DoesNotDisturbOthers(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var grains = (await test.OpenAsync()).Grains;
        using var cancel = new CancellationTokenSource();
        var saves = Enumerable.Range(0, 200).Select(i =>
            grains.SaveAsync("node", $"n{i}", "1"u8.ToArray(), 0, i % 2 == 0 ? cancel.Token : CancellationToken.None)).ToList();

        await cancel.CancelAsync();

        await Task.WhenAll(saves.Where((_, i) => i % 2 == 1));
        foreach (var save in saves.Where((_, i) => i % 2 == 0))
        {
            Assert.True(await Record.ExceptionAsync(() => save) is null or OperationCanceledException);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task LoadAll_OneType_HasAllOfIt(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var grains = (await test.OpenAsync()).Grains;
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => SaveAsync(grains, $"n{i}", $"{i}", 0)));
        await grains.SaveAsync("segment", "default", "{}"u8.ToArray(), 0, CancellationToken.None);

        var all = await ReadAllAsync(grains, "node");

        Assert.Equal(300, all.Count);
        Assert.Equal("7", Encoding.UTF8.GetString(all["n7"].Json.Span));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Save_AfterTheStorageWasClosed_IsRefused(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var storage = await test.OpenAsync();
        await storage.DisposeAsync();

        var error = await Assert.ThrowsAsync<Core.WarewulfException>(() => SaveAsync(storage.Grains, "n1", "1", 0));

        Assert.Equal(Core.Api.ApiErrorCode.Unavailable, error.Code);
    }

    private static Task<long> SaveAsync(IGrainStore grains, string key, string json, long expected) =>
        grains.SaveAsync("node", key, Encoding.UTF8.GetBytes(json), expected, CancellationToken.None);

    private static async Task<Dictionary<string, StoredGrain>> ReadAllAsync(IGrainStore grains, string type)
    {
        var all = new Dictionary<string, StoredGrain>();
        await foreach (var stored in grains.LoadAllAsync(type, CancellationToken.None))
        {
            all.Add(stored.Key, stored);
        }

        return all;
    }
}
