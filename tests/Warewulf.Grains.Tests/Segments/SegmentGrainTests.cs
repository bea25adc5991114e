using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Segments;
using Warewulf.TestKit;

namespace Warewulf.Grains.Tests.Segments;

[Trait("Suite", "Fast")]
public sealed class SegmentGrainTests : IAsyncDisposable
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
        Assert.Equal(0, _memory.Saves);
    }

    [Fact]
    public async Task Lease_AddressOfAnotherEdge_IsNotGivenEither()
    {
        var segment = Start();
        var first = await segment.LeaseAsync(
            new LeaseRequest(FakeSegmentSource.WithRange, Mac(1)) { EdgeAddresses = [IPAddress.Parse("10.0.0.1")] }, CancellationToken.None);
        var second = await segment.LeaseAsync(
            new LeaseRequest(FakeSegmentSource.WithRange, Mac(2)) { EdgeAddresses = [IPAddress.Parse("10.0.0.3")], Wanted = IPAddress.Parse("10.0.0.1") },
            CancellationToken.None);

        Assert.Equal(("10.0.0.2", "10.0.0.4"), (first.Address!.ToString(), second.Address!.ToString()));
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
    public async Task Lease_MachineThatMovesToAnotherAddress_StoresBoth()
    {
        var offer = await LeaseAsync(Start(), 1, commit: false);
        await LeaseAsync(Start(), 1, commit: true, offer.Address);
        await LeaseAsync(Start(), 1, commit: true, IPAddress.Parse("10.0.0.77"));

        Assert.Equal(IPAddress.Parse("10.0.0.77"), (await LeaseAsync(Start(), 1, commit: false)).Address);
        Assert.True((await LeaseAsync(Start(), 2, commit: true, offer.Address)).Granted);
    }

    [Fact]
    public async Task Lease_StateOfAHeadThatKeptAllLeasesTogether_StillHolds()
    {
        var end = _time.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds();
        var state = $$"""{"leases":["10.0.0.1 {{Mac(1)}} Leased {{end}}"],"discovered":{} }""";
        await _memory.SaveAsync("segment", "default", Encoding.UTF8.GetBytes(state), 0, CancellationToken.None);

        Assert.NotEqual(IPAddress.Parse("10.0.0.1"), (await LeaseAsync(Start(), 2, commit: false)).Address);
        var segment = Start();
        Assert.Equal(IPAddress.Parse("10.0.0.1"), (await LeaseAsync(segment, 1, commit: true)).Address);
        await segment.ReleaseAsync(new LeaseRelease(FakeSegmentSource.WithRange, Mac(1), IPAddress.Parse("10.0.0.1"), false), CancellationToken.None);
        Assert.True((await LeaseAsync(Start(), 3, commit: true, IPAddress.Parse("10.0.0.1"))).Granted);
    }

    [Fact]
    public async Task Lease_OneStoredLeaseIsDamaged_LeavesItsAddressAloneForAWhileAndKeepsTheOthers()
    {
        var kept = await LeaseAsync(Start(), 1, commit: false);
        await _memory.SaveAsync("segment-part", "default/10.0.0.2", "\"10.0"u8.ToArray(), 0, CancellationToken.None);
        var segment = Start();

        Assert.Equal(kept.Address, (await LeaseAsync(segment, 1, commit: false)).Address);
        Assert.False((await LeaseAsync(segment, 2, commit: true, IPAddress.Parse("10.0.0.2"))).Granted);
        _time.Advance(LeasePool.QuarantineTime + TimeSpan.FromSeconds(1));
        Assert.True((await LeaseAsync(segment, 2, commit: true, IPAddress.Parse("10.0.0.2"))).Granted);
        Assert.Equal(IPAddress.Parse("10.0.0.2"), (await LeaseAsync(Start(), 2, commit: false)).Address);
    }

    [Fact]
    public async Task Lease_StoredElsewhereInTheMeantime_IsSeenOnceTheStateIsNoLongerFresh()
    {
        _source.Pool = new LeasePool(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.1"), TimeSpan.FromHours(1), []);
        var one = Start();
        var two = NewHost(_memory, new GrainHostOptions { StateFreshFor = TimeSpan.FromSeconds(2) }).Segment(FakeSegmentSource.WithRange);
        var lease = await LeaseAsync(one, 1, commit: false);
        Assert.False((await LeaseAsync(two, 2, commit: false)).Granted);
        await one.ReleaseAsync(new LeaseRelease(FakeSegmentSource.WithRange, Mac(1), lease.Address!, false), CancellationToken.None);
        Assert.False((await LeaseAsync(two, 2, commit: false)).Granted);

        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.True((await LeaseAsync(two, 2, commit: false)).Granted);
    }

    private static MacAddress Mac(int number) => MacAddress.FromBytes([0x52, 0x54, 0, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    private static Task<LeaseResponse> LeaseAsync(ISegmentGrain segment, int machine, bool commit, IPAddress? wanted = null) =>
        segment.LeaseAsync(new LeaseRequest(FakeSegmentSource.WithRange, Mac(machine)) { Commit = commit, Wanted = wanted }, CancellationToken.None);

    private ISegmentGrain Start(IGrainStore? store = null) => NewHost(store ?? _memory).Segment(FakeSegmentSource.WithRange);

    private GrainHost NewHost(IGrainStore store, GrainHostOptions? options = null)
    {
        var host = new GrainHost(
            new GrainRegistry().AddSegments(_source, _time, NullLoggerFactory.Instance), store, options ?? new GrainHostOptions(), _time, NullLogger<GrainHost>.Instance);
        _hosts.Add(host);
        return host;
    }
}
