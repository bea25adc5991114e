using System.Text;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Grains.Hosting;
using Warewulf.TestKit;

namespace Warewulf.Grains.Tests.Hosting;

[Trait("Suite", "Fast")]
public sealed class GrainStateTests
{
    [Fact]
    public async Task Save_ThenNewHost_ReadsTheState()
    {
        var store = new InMemoryGrainStore();
        await using (var first = new CounterHost(store: store))
        {
            await first["a"].AddAsync(4, CancellationToken.None);
        }

        await using var second = new CounterHost(store: store);

        Assert.Equal(4, await second["a"].ValueAsync(CancellationToken.None));
        Assert.Equal(0, await second["b"].ValueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Save_LostRace_RunsTheCallAgainOnTheNewState()
    {
        var store = new InMemoryGrainStore();
        await using var one = new CounterHost(store: store);
        await using var two = new CounterHost(store: store);
        await one["a"].AddAsync(1, CancellationToken.None);
        await two["a"].AddAsync(10, CancellationToken.None);

        Assert.Equal(111, await one["a"].AddAsync(100, CancellationToken.None));
        Assert.Equal(111, await two["a"].AddAsync(0, CancellationToken.None));
    }

    [Fact]
    public async Task Save_LostRaceSwallowedByTheGrain_StillRunsAgain()
    {
        var store = new InMemoryGrainStore();
        await using var one = new CounterHost(store: store);
        await using var two = new CounterHost(store: store);
        await one["a"].AddAsync(1, CancellationToken.None);
        await two["a"].AddAsync(10, CancellationToken.None);
        var runs = 0;

        var value = await one["a"].RunAsync(
            async (grain, cancellation) =>
            {
                runs++;
                try
                {
                    return await grain.AddAsync(100, cancellation);
                }
                catch (GrainConflictException)
                {
                    return -1;
                }
            },
            CancellationToken.None);

        Assert.Equal((111, 2), (value, runs));
    }

    [Fact]
    public async Task Save_LosesEveryRace_IsRefusedAsBusyAndTheGrainWorksOn()
    {
        var memory = new InMemoryGrainStore();
        var store = new FaultyGrainStore(memory) { BeforeSave = (type, key, _) => throw new GrainConflictException(type, key) };
        await using var host = new CounterHost(new GrainHostOptions { MaxAttempts = 3 }, store);

        var error = await Assert.ThrowsAsync<WarewulfException>(() => host["a"].AddAsync(1, CancellationToken.None));

        Assert.Equal(ApiErrorCode.Busy, error.Code);
        Assert.Equal(3, memory.Loads);
        store.BeforeSave = null;
        Assert.Equal(1, await host["a"].AddAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task Save_StorageFails_ReachesTheCallerAndStateIsReadAgain()
    {
        var memory = new InMemoryGrainStore();
        var store = new FaultyGrainStore(memory);
        await using var host = new CounterHost(store: store);
        await host["a"].AddAsync(1, CancellationToken.None);
        store.BeforeSave = (_, _, _) => throw new IOException("No space left on device");

        var error = await Assert.ThrowsAsync<WarewulfException>(() => host["a"].AddAsync(10, CancellationToken.None));

        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.Contains("counter 'a'", error.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal(1, await host["a"].ValueAsync(CancellationToken.None));
        Assert.Equal(2, memory.Loads);
    }

    [Fact]
    public async Task Save_StoredButTheAnswerIsLost_ShowsTheStoredState()
    {
        var store = new FaultyGrainStore(new InMemoryGrainStore()) { AfterSave = (_, _, _) => throw new TimeoutException() };
        await using var host = new CounterHost(store: store);

        await Assert.ThrowsAsync<WarewulfException>(() => host["a"].AddAsync(5, CancellationToken.None));

        Assert.Equal(5, await host["a"].ValueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Save_FailureSwallowedByTheGrain_IsNeverSeenAsState()
    {
        var store = new FaultyGrainStore(new InMemoryGrainStore());
        await using var host = new CounterHost(store: store);
        store.BeforeSave = (_, _, _) => throw new IOException();

        var seen = await host["a"].RunAsync(
            async (grain, cancellation) =>
            {
                await Assert.ThrowsAsync<WarewulfException>(() => grain.AddAsync(5, cancellation));
                await Assert.ThrowsAsync<InvalidOperationException>(() => grain.AddAsync(5, cancellation));
                return grain.Stored.State.Value;
            },
            CancellationToken.None);

        Assert.Equal(0, seen);
        store.BeforeSave = null;
        Assert.Equal(1, await host["a"].AddAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task Save_CancelledHalfway_LeavesNothingUnsavedVisible()
    {
        var store = new FaultyGrainStore(new InMemoryGrainStore())
        {
            BeforeSave = (_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation),
        };
        await using var host = new CounterHost(store: store);
        using var cancel = new CancellationTokenSource();
        var call = host["a"].AddAsync(5, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        store.BeforeSave = null;
        Assert.Equal(0, await host["a"].ValueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Save_TwiceAtOnce_Throws()
    {
        var gate = new TaskCompletionSource();
        var store = new FaultyGrainStore(new InMemoryGrainStore()) { BeforeSave = (_, _, _) => gate.Task };
        await using var host = new CounterHost(store: store);

        await host["a"].RunAsync(
            async (grain, cancellation) =>
            {
                var first = grain.AddAsync(1, cancellation);
                await Assert.ThrowsAsync<InvalidOperationException>(() => grain.AddAsync(1, cancellation));
                gate.SetResult();
                return await first;
            },
            CancellationToken.None);

        Assert.Equal(1, await host["a"].ValueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Load_StorageFails_ReachesTheCallerAndIsTriedAgain()
    {
        var store = new FaultyGrainStore(new InMemoryGrainStore()) { BeforeLoad = (_, _, _) => throw new IOException() };
        await using var host = new CounterHost(store: store);

        var error = await Assert.ThrowsAsync<WarewulfException>(() => host["a"].AddAsync(1, CancellationToken.None));

        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        store.BeforeLoad = null;
        Assert.Equal(1, await host["a"].AddAsync(1, CancellationToken.None));
    }

    [Theory]
    [InlineData("{\"Val")]
    [InlineData("{\"Value\":\"x\"}")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Load_DamagedState_CountsAsEmptyAndIsReplacedByTheNextSave(string damage)
    {
        await using var host = new CounterHost();
        await host.Memory.SaveAsync("counter", "a", Encoding.UTF8.GetBytes(damage), 0, CancellationToken.None);

        Assert.Equal(0, await host["a"].ValueAsync(CancellationToken.None));
        Assert.Equal(3, await host["a"].AddAsync(3, CancellationToken.None));

        await using var again = new CounterHost(store: host.Memory);
        Assert.Equal(3, await again["a"].ValueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Load_DamagedState_IsLoggedOnceWithTypeAndKey()
    {
        var log = new RecordingLogger<GrainHost>();
        await using var host = new CounterHost(new GrainHostOptions { IdleAfter = TimeSpan.Zero }, logger: log);
        await host.Memory.SaveAsync("counter", "a", "{"u8.ToArray(), 0, CancellationToken.None);

        await host["a"].ValueAsync(CancellationToken.None);
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, host.Host.ActivationCount);
        await host["a"].ValueAsync(CancellationToken.None);

        var line = Assert.Single(log.Lines, line => line.Level == LogLevel.Error);
        Assert.Contains("counter 'a'", line.Text, StringComparison.Ordinal);
        Assert.NotNull(line.Error);
    }

    [Fact]
    public async Task Clear_DamagedState_RemovesIt()
    {
        await using var host = new CounterHost();
        await host.Memory.SaveAsync("counter", "a", "{"u8.ToArray(), 0, CancellationToken.None);

        await host["a"].ClearAsync(CancellationToken.None);

        Assert.Null(await host.Memory.LoadAsync("counter", "a", CancellationToken.None));
    }

    [Fact]
    public async Task Clear_StoredState_IsGoneAndCanBeMadeAnew()
    {
        await using var host = new CounterHost();
        await host["a"].AddAsync(4, CancellationToken.None);

        await host["a"].ClearAsync(CancellationToken.None);

        Assert.Null(await host.Memory.LoadAsync("counter", "a", CancellationToken.None));
        Assert.Equal(1, await host["a"].AddAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task Clear_WhileAnotherHostHoldsTheOldState_DoesNotLetItComeBack()
    {
        var store = new InMemoryGrainStore();
        await using var one = new CounterHost(store: store);
        await using var two = new CounterHost(store: store);
        await one["a"].AddAsync(40, CancellationToken.None);
        await two["a"].ValueAsync(CancellationToken.None);

        await one["a"].ClearAsync(CancellationToken.None);
        await one["a"].AddAsync(1, CancellationToken.None);

        Assert.Equal(3, await two["a"].AddAsync(2, CancellationToken.None));
    }

    [Fact]
    public async Task Value_StateOlderThanFresh_IsReadAgain()
    {
        var store = new InMemoryGrainStore();
        await using var one = new CounterHost(store: store);
        await using var two = new CounterHost(new GrainHostOptions { StateFreshFor = TimeSpan.FromSeconds(1) }, store);
        Assert.Equal(0, await two["a"].ValueAsync(CancellationToken.None));
        await one["a"].AddAsync(5, CancellationToken.None);

        var early = await two["a"].ValueAsync(CancellationToken.None);
        two.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((0, 5), (early, await two["a"].ValueAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task Value_StateReadAgainButUnchanged_KeepsTheGrain()
    {
        await using var host = new CounterHost(new GrainHostOptions { StateFreshFor = TimeSpan.FromSeconds(1) });
        await host["a"].TouchAsync(CancellationToken.None);

        host.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(2, await host["a"].TouchAsync(CancellationToken.None));
        Assert.Equal(2, host.Memory.Loads);
    }
}
