using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Tests.Hosting;

[Trait("Suite", "Fast")]
public sealed class GrainHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Get_UnregisteredContract_Throws()
    {
        await using var host = new CounterHost();

        Assert.Throws<InvalidOperationException>(() => host.Host.Get<IDisposable>("a"));
        Assert.Throws<ArgumentException>(() => host[""]);
    }

    [Fact]
    public void Add_SameTypeTwice_Throws() =>
        Assert.Throws<ArgumentException>(() => new GrainRegistry().Add(CounterGrain.Type).Add(CounterGrain.Type));

    [Fact]
    public async Task Call_ManyAtOnceOnOneKey_RunInOrderOneAtATime()
    {
        await using var host = new CounterHost();
        var gate = new TaskCompletionSource();
        var order = new List<int>();
        var inside = 0;
        var first = host["a"].RunAsync(
            async (_, _) =>
            {
                await gate.Task;
                return 0;
            },
            CancellationToken.None);
        var calls = Enumerable.Range(0, 200).Select(i => host["a"].RunAsync(
            async (_, _) =>
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                await Task.Yield();
                order.Add(i);
                Interlocked.Decrement(ref inside);
                return i;
            },
            CancellationToken.None)).ToList();

        gate.SetResult();
        await Task.WhenAll(calls).WaitAsync(Patience);

        await first;
        Assert.Equal(Enumerable.Range(0, 200), order);
    }

    [Fact]
    public async Task Call_DifferentKeys_RunSideBySide()
    {
        await using var host = new CounterHost();
        var gate = new TaskCompletionSource();
        var held = host["a"].RunAsync(
            async (_, _) =>
            {
                await gate.Task;
                return 0;
            },
            CancellationToken.None);

        Assert.Equal(5, await host["b"].AddAsync(5, CancellationToken.None).WaitAsync(Patience));

        Assert.False(held.IsCompleted);
        gate.SetResult();
        await held;
    }

    [Fact]
    public async Task Call_FromItsOwnCall_Throws()
    {
        await using var host = new CounterHost();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host["a"].RunAsync(
            (_, cancellation) => host["a"].AddAsync(1, cancellation), CancellationToken.None).WaitAsync(Patience));

        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await host["a"].AddAsync(1, CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task Call_ThatComesBackThroughAnotherGrain_Throws()
    {
        await using var host = new CounterHost();

        await Assert.ThrowsAsync<InvalidOperationException>(() => host["a"].RunAsync(
            (_, _) => host["b"].RunAsync((_, inner) => host["a"].AddAsync(1, inner), CancellationToken.None), CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task Call_OfAnotherGrain_IsAllowedAndLeavesNoTrace()
    {
        await using var host = new CounterHost();

        var sum = await host["a"].RunAsync(
            async (_, cancellation) => await host["b"].AddAsync(1, cancellation) + await host["b"].AddAsync(2, cancellation),
            CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(4, sum);
        Assert.Equal(4, await host["b"].AddAsync(1, CancellationToken.None));
        Assert.Equal(1, await host["a"].AddAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task Call_StartedByACallThatEnded_IsNotTakenForItsOwn()
    {
        await using var host = new CounterHost();
        var gate = new TaskCompletionSource();
        Task<int>? later = null;
        await host["a"].RunAsync(
            (_, _) =>
            {
                later = Task.Run(async () =>
                {
                    await gate.Task;
                    return await host["a"].AddAsync(7, CancellationToken.None);
                });
                return Task.FromResult(0);
            },
            CancellationToken.None);

        gate.SetResult();

        Assert.Equal(7, await later!.WaitAsync(Patience));
    }

    [Fact]
    public async Task Call_CancelledBeforeItsTurn_NeverRuns()
    {
        await using var host = new CounterHost();
        var gate = new TaskCompletionSource();
        using var cancel = new CancellationTokenSource();
        var ran = false;
        var held = host["a"].RunAsync(
            async (_, _) =>
            {
                await gate.Task;
                return 0;
            },
            CancellationToken.None);
        var waiting = host["a"].RunAsync(
            (_, _) =>
            {
                ran = true;
                return Task.FromResult(0);
            },
            cancel.Token);
        var after = host["a"].AddAsync(1, CancellationToken.None);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        Assert.False(after.IsCompleted);
        gate.SetResult();
        Assert.Equal(1, await after.WaitAsync(Patience));
        await held;
        Assert.False(ran);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host["a"].AddAsync(1, cancel.Token));
        Assert.Equal(1, await host["a"].ValueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Call_AnsweredWithAnError_LeavesTheGrainUsable()
    {
        await using var host = new CounterHost();
        await host["a"].AddAsync(3, CancellationToken.None);

        await Assert.ThrowsAsync<WarewulfException>(() => host["a"].RunAsync(
            (_, _) => throw WarewulfException.Invalid("No."), CancellationToken.None));

        Assert.Equal(3, await host["a"].ValueAsync(CancellationToken.None));
        Assert.Equal(1, host.Memory.Loads);
    }

    [Fact]
    public async Task Dispose_CallInProgress_IsWaitedForAndNewCallsAreRefused()
    {
        var host = new CounterHost();
        var gate = new TaskCompletionSource();
        var held = host["a"].RunAsync(
            async (grain, cancellation) =>
            {
                await gate.Task;
                return await grain.AddAsync(1, cancellation);
            },
            CancellationToken.None);

        var stop = host.DisposeAsync().AsTask();

        var error = await Assert.ThrowsAsync<WarewulfException>(() => host["b"].AddAsync(1, CancellationToken.None));
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.False(stop.IsCompleted);
        gate.SetResult();
        await stop.WaitAsync(Patience);
        Assert.Equal(1, await held);
        Assert.Equal(0, host.Host.ActivationCount);
    }

    [Fact]
    public async Task Dispose_CallThatNeverEnds_IsAbandonedAfterTheTimeout()
    {
        var host = new CounterHost(new GrainHostOptions { StopTimeout = TimeSpan.FromSeconds(5) });
        var gate = new TaskCompletionSource<int>();
        var held = host["a"].RunAsync((_, _) => gate.Task, CancellationToken.None);
        var stop = host.DisposeAsync().AsTask();

        host.Time.Advance(TimeSpan.FromSeconds(6));

        await stop.WaitAsync(Patience);
        Assert.False(held.IsCompleted);
    }

    [Fact]
    public void Options_WithoutRoomForAGrain_AreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GrainHost(
            new GrainRegistry(), new TestKit.InMemoryGrainStore(), new GrainHostOptions { MaxActivations = 0 }, TimeProvider.System, NullLogger<GrainHost>.Instance));
}
