using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Tests.Hosting;

[Trait("Suite", "Fast")]
public sealed class GrainEvictionTests
{
    private static readonly GrainHostOptions Quick = new() { IdleAfter = TimeSpan.FromMinutes(10), SweepEvery = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task Sweep_IdleGrain_LeavesAndComesBackWithItsState()
    {
        await using var host = new CounterHost(Quick);
        await host["a"].AddAsync(3, CancellationToken.None);
        host.Time.Advance(TimeSpan.FromMinutes(6));
        await host["b"].AddAsync(1, CancellationToken.None);

        host.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, host.Host.ActivationCount);
        Assert.Equal(3, await host["a"].ValueAsync(CancellationToken.None));
        Assert.Equal(3, host.Memory.Loads);
    }

    [Fact]
    public async Task Sweep_CallInProgress_KeepsTheGrain()
    {
        await using var host = new CounterHost(Quick);
        var gate = new TaskCompletionSource<int>();
        var held = host["a"].RunAsync((_, _) => gate.Task, CancellationToken.None);

        host.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, host.Host.ActivationCount);
        gate.SetResult(1);
        Assert.Equal(1, await held);
    }

    [Fact]
    public async Task Call_BeyondTheLimit_LetsTheLeastRecentlyUsedGo()
    {
        await using var host = new CounterHost(new GrainHostOptions { MaxActivations = 100 });
        for (var i = 0; i < 100; i++)
        {
            await host[$"n{i}"].TouchAsync(CancellationToken.None);
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await host["n0"].TouchAsync(CancellationToken.None);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host["new"].TouchAsync(CancellationToken.None);

        Assert.Equal(90, host.Host.ActivationCount);
        Assert.Equal(3, await host["n0"].TouchAsync(CancellationToken.None));
        Assert.Equal(2, await host["n99"].TouchAsync(CancellationToken.None));
        Assert.Equal(1, await host["n1"].TouchAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Call_AllGrainsBusyBeyondTheLimit_StillRuns()
    {
        await using var host = new CounterHost(new GrainHostOptions { MaxActivations = 2 });
        var gate = new TaskCompletionSource<int>();
        var held = Enumerable.Range(0, 10).Select(i => host[$"n{i}"].RunAsync((_, _) => gate.Task, CancellationToken.None)).ToList();

        Assert.Equal(10, host.Host.ActivationCount);
        gate.SetResult(1);
        await Task.WhenAll(held);
        await host["another"].TouchAsync(CancellationToken.None);

        Assert.InRange(host.Host.ActivationCount, 1, 2);
    }
}
