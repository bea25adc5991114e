using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Segments;
using Warewulf.TestKit;
using Xunit.Abstractions;

namespace Warewulf.Grains.Tests.Segments;

[Trait("Suite", "Fast")]
public sealed class SegmentGrainTests(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly InMemoryGrainStore _memory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly FakeSegmentSource _source = new();
    private readonly List<GrainHost> _hosts = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Lease_OfferThenCommit_GrantsTheSameAddressAndSurvivesARestart()
    {
        var offer = await LeaseAsync(Start(), 1, commit: false);
        var lease = await LeaseAsync(Start(), 1, commit: true, offer.Address);

        Assert.True(offer.Granted && lease.Granted);
        Assert.Equal(offer.Address, lease.Address);
        Assert.Equal(_time.GetUtcNow().AddHours(1), lease.ExpiresAt);
        Assert.Equal(lease.Address, (await LeaseAsync(Start(), 1, commit: false)).Address);
    }

    [Fact]
    public async Task Lease_TwoHeadsAtOnce_NeverGiveOneAddressTwice()
    {
        var segments = new[] { Start(), Start() };

        var leases = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            while (true)
            {
                try
                {
                    return await LeaseAsync(segments[i % 2], i, commit: false);
                }
                catch (WarewulfException e) when (e.Code == ApiErrorCode.Busy)
                {
                    // Nothing was granted.
                }
            }
        })));

        Assert.Equal(200, leases.Select(lease => lease.Address).Distinct().Count());
    }

    [Fact]
    public async Task Lease_CannotBeStored_GrantsNothing()
    {
        var segment = Start(new FaultyGrainStore(_memory) { BeforeSave = (_, _, _) => throw new IOException() });

        var error = await Assert.ThrowsAsync<WarewulfException>(() => LeaseAsync(segment, 1, commit: false));

        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.Null(await _memory.LoadAsync("segment", "default", CancellationToken.None));
    }

    [Fact]
    public async Task Lease_SegmentUnknownOrWithoutRange_SaysSo()
    {
        var host = NewHost(_memory);

        var error = await Assert.ThrowsAsync<WarewulfException>(() => LeaseAsync(host.Get<ISegmentGrain>("nowhere"), 1, commit: false));
        var refusal = await LeaseAsync(host.Segment(FakeSegmentSource.WithoutRange), 1, commit: false);

        Assert.Equal(ApiErrorCode.NotFound, error.Code);
        Assert.False(refusal.Granted);
        Assert.Contains("'static'", refusal.Reason, StringComparison.Ordinal);
        Assert.Single(await host.Segment(FakeSegmentSource.WithoutRange).DiscoveredAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Release_OwnAddress_FreesItAndAStrangersDoesNothing()
    {
        _source.Pool = new LeasePool(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.1"), TimeSpan.FromHours(1), []);
        var segment = Start();
        await LeaseAsync(segment, 1, commit: false);
        var lease = await LeaseAsync(segment, 1, commit: true);
        var saves = _memory.Saves;

        await segment.ReleaseAsync(new LeaseRelease(FakeSegmentSource.WithRange, Mac(2), lease.Address!, false), CancellationToken.None);
        Assert.Equal(saves, _memory.Saves);
        Assert.False((await LeaseAsync(segment, 2, commit: false)).Granted);
        await segment.ReleaseAsync(new LeaseRelease(FakeSegmentSource.WithRange, Mac(1), lease.Address!, false), CancellationToken.None);

        Assert.True((await LeaseAsync(segment, 2, commit: false)).Granted);
    }

    [Fact]
    public async Task Release_Declined_LeavesTheAddressAlone()
    {
        _source.Pool = new LeasePool(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.1"), TimeSpan.FromHours(1), []);
        var segment = Start();
        var lease = await LeaseAsync(segment, 1, commit: false);

        await segment.ReleaseAsync(new LeaseRelease(FakeSegmentSource.WithRange, Mac(1), lease.Address!, true), CancellationToken.None);

        Assert.False((await LeaseAsync(segment, 1, commit: false)).Granted);
        _time.Advance(LeasePool.QuarantineTime + TimeSpan.FromSeconds(1));
        Assert.True((await LeaseAsync(segment, 1, commit: false)).Granted);
    }

    [Fact]
    public async Task Discovered_MachinesThatAskedOrWereSeen_AreListedLatestFirst()
    {
        var segment = Start();
        var offer = await segment.LeaseAsync(
            new LeaseRequest(FakeSegmentSource.WithRange, Mac(1)) { Architecture = ClientArchitecture.UefiX64, Vendor = "PXEClient" }, CancellationToken.None);
        var first = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(5));
        await segment.ReportAsync([new BootEvent(Mac(2), BootStage.Loader, _time.GetUtcNow())], CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));
        await segment.ReportAsync([new BootEvent(Mac(1), BootStage.Script, _time.GetUtcNow())], CancellationToken.None);

        var machines = await segment.DiscoveredAsync(CancellationToken.None);

        Assert.Equal([Mac(1), Mac(2)], machines.Select(machine => machine.Mac));
        Assert.Equal(
            new DiscoveredMachine(Mac(1), FakeSegmentSource.WithRange, first, _time.GetUtcNow())
            {
                Address = offer.Address,
                Architecture = ClientArchitecture.UefiX64,
                Vendor = "PXEClient",
                Stage = BootStage.Script,
            },
            machines[0]);
        await segment.ForgetAsync(Mac(1), CancellationToken.None);
        await segment.ForgetAsync(Mac(9), CancellationToken.None);
        Assert.Equal(Mac(2), Assert.Single(await segment.DiscoveredAsync(CancellationToken.None)).Mac);
    }

    [Fact]
    public async Task Report_SameEventsAgain_StoresNothing()
    {
        var segment = Start();
        var e = new BootEvent(Mac(1), BootStage.Loader, _time.GetUtcNow());
        _time.Advance(TimeSpan.FromSeconds(5));
        await segment.ReportAsync([e, e with { Stage = BootStage.Script, At = e.At.AddSeconds(1) }], CancellationToken.None);
        var saves = _memory.Saves;

        await segment.ReportAsync([e], CancellationToken.None);

        Assert.Equal(saves, _memory.Saves);
    }

    [Fact]
    public async Task Report_MoreMachinesThanAreKept_DropsTheOldest()
    {
        var segment = Start();
        var events = Enumerable.Range(0, DiscoveryLog.MostMachines + 100)
            .Select(i => new BootEvent(Mac(i), BootStage.Dhcp, _time.GetUtcNow().AddSeconds(i - 10_000))).ToArray();
        var watch = Stopwatch.StartNew();

        await segment.ReportAsync(events, CancellationToken.None);

        output.WriteLine($"{events.Length} machines noted in {watch.ElapsedMilliseconds} ms");
        var machines = await segment.DiscoveredAsync(CancellationToken.None);
        Assert.InRange(machines.Count, DiscoveryLog.MostMachines - 256, DiscoveryLog.MostMachines);
        Assert.Equal(Mac(events.Length - 1), machines[0].Mac);
        Assert.DoesNotContain(machines, machine => machine.Mac == Mac(99));
    }

    private static MacAddress Mac(int number) => MacAddress.FromBytes([0x52, 0x54, 0, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    private static Task<LeaseResponse> LeaseAsync(ISegmentGrain segment, int machine, bool commit, IPAddress? wanted = null) =>
        segment.LeaseAsync(new LeaseRequest(FakeSegmentSource.WithRange, Mac(machine)) { Commit = commit, Wanted = wanted }, CancellationToken.None);

    private ISegmentGrain Start(IGrainStore? store = null) => NewHost(store ?? _memory).Segment(FakeSegmentSource.WithRange);

    private GrainHost NewHost(IGrainStore store)
    {
        var host = new GrainHost(
            new GrainRegistry().AddSegments(_source, _time, NullLoggerFactory.Instance), store, new GrainHostOptions(), _time, NullLogger<GrainHost>.Instance);
        _hosts.Add(host);
        return host;
    }
}
