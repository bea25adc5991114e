using System.Diagnostics;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Grains.Hosting;
using Warewulf.TestKit;
using Xunit.Abstractions;

namespace Warewulf.Grains.Tests.Hosting;

/// <summary>Many calls at once: what is counted must add up whatever happens around it.</summary>
[Trait("Suite", "Stress")]
public sealed class GrainHostStressTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Call_AMillionTimesOverTenThousandKeys_LosesNone()
    {
        const int Calls = 1_000_000;
        const int Keys = 10_000;
        await using var host = new CounterHost();
        var grains = Enumerable.Range(0, Keys).Select(i => host[$"n{i:d5}"]).ToArray();
        var watch = Stopwatch.StartNew();
        var allocated = GC.GetTotalAllocatedBytes();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = worker; i < Calls; i += 4)
            {
                await grains[i % Keys].TouchAsync(CancellationToken.None);
            }
        }))).WaitAsync(Patience);

        output.WriteLine($"{Calls / watch.Elapsed.TotalSeconds:n0} calls/s, {(GC.GetTotalAllocatedBytes() - allocated) / Calls} bytes each");
        Assert.Equal(Keys, host.Host.ActivationCount);
        foreach (var grain in grains)
        {
            Assert.Equal((Calls / Keys) + 1, await grain.TouchAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task Add_FromManyCallersUnderEviction_LosesNoCall()
    {
        const int Keys = 50;
        await using var host = new CounterHost(new GrainHostOptions { MaxActivations = 5, IdleAfter = TimeSpan.Zero });
        using var stop = new CancellationTokenSource();
        var sweeping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                host.Time.Advance(TimeSpan.FromMinutes(5));
            }
        });

        try
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
            {
                for (var i = 0; i < 5_000; i++)
                {
                    await host[$"n{(i + (worker * 7)) % Keys}"].AddAsync(1, CancellationToken.None);
                }
            }))).WaitAsync(Patience);
        }
        finally
        {
            await stop.CancelAsync();
            await sweeping;
        }

        for (var i = 0; i < Keys; i++)
        {
            Assert.Equal(8 * 5_000 / Keys, await host[$"n{i}"].ValueAsync(CancellationToken.None));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Add_TwoHostsOneStoreAndConflictsAtRandom_AddsUpExactly(int seed)
    {
        const int Keys = 5;
        const int PerWorker = 2_000;
        var random = new Random(seed);
        var memory = new InMemoryGrainStore();
        var store = new FaultyGrainStore(memory)
        {
            BeforeSave = async (type, key, _) =>
            {
                await Task.Yield();
                int dice;
                lock (random)
                {
                    dice = random.Next(10);
                }

                if (dice == 0)
                {
                    throw new GrainConflictException(type, key);
                }
            },
        };
        await using var one = new CounterHost(store: store);
        await using var two = new CounterHost(store: store);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var host = worker % 2 == 0 ? one : two;
            for (var i = 0; i < PerWorker; i++)
            {
                await AddOnceAsync(host[$"n{i % Keys}"]);
            }
        }))).WaitAsync(Patience);

        await using var check = new CounterHost(store: memory);
        for (var i = 0; i < Keys; i++)
        {
            Assert.Equal(8 * PerWorker / Keys, await check[$"n{i}"].ValueAsync(CancellationToken.None));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Add_CancelledAtRandom_CountsExactlyWhatWasStored(int seed)
    {
        await using var host = new CounterHost(store: new FaultyGrainStore(new InMemoryGrainStore()) { BeforeSave = async (_, _, _) => await Task.Yield() });
        var done = 0;
        var unknown = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var random = new Random((seed * 100) + worker);
            for (var i = 0; i < 2_000; i++)
            {
                using var cancel = new CancellationTokenSource();
                var call = host["a"].AddAsync(1, cancel.Token);
                if (random.Next(2) == 0)
                {
                    await cancel.CancelAsync();
                }

                try
                {
                    await call;
                    Interlocked.Increment(ref done);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref unknown);
                }
            }
        }))).WaitAsync(Patience);

        // The store here refuses a cancelled save, so a call that was cancelled stored nothing.
        Assert.True(unknown > 0, $"seed {seed}");
        Assert.Equal(done, await host["a"].ValueAsync(CancellationToken.None));
    }

    private static async Task AddOnceAsync(ICounterGrain grain)
    {
        while (true)
        {
            try
            {
                await grain.AddAsync(1, CancellationToken.None);
                return;
            }
            catch (WarewulfException e) when (e.Code == ApiErrorCode.Busy)
            {
                // Nothing was stored; the caller tries again, as the message says.
            }
        }
    }
}
