using System.Net;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Tests.Leases;

[Trait("Suite", "Fast")]
public sealed class LeasePoolTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly SegmentName Segment = SegmentName.Parse("default");

    private LeasePool _pool = new(Ip(10), Ip(12), TimeSpan.FromHours(1), []);
    private LeasePoolState _state = LeasePoolState.Empty;
    private DateTimeOffset _now = Start;
    private IReadOnlyList<IPAddress>? _edge;

    [Fact]
    public void Lease_Discovers_GetDifferentAddressesInOrder()
    {
        Assert.Equal(Ip(10), Offer(1).Address);
        Assert.Equal(Ip(11), Offer(2).Address);
        Assert.Equal(Ip(12), Offer(3).Address);
    }

    [Fact]
    public void Lease_AddressOfTheEdgeThatAsks_IsNeitherChosenNorConfirmed()
    {
        _edge = [Ip(10), IPAddress.IPv6Loopback, null!];

        Assert.Equal(Ip(11), Offer(1, wanted: 10).Address);
        Assert.Equal(Ip(12), Offer(2).Address);
        Assert.False(Offer(3).Granted);
        Assert.False(Commit(3, 10).Granted);
    }

    [Fact]
    public void Lease_AddressThatBecameTheEdges_IsReplaced()
    {
        Offer(1);
        Commit(1, 10);
        _edge = [Ip(10)];

        Assert.False(Commit(1, 10).Granted);
        Assert.Equal(Ip(11), Offer(1).Address);
    }

    [Fact]
    public void Lease_EndedAddressThatBecameTheEdges_IsPassedOver()
    {
        _pool = new LeasePool(Ip(10), Ip(11), TimeSpan.FromHours(1), []);
        Offer(1);
        Offer(2);
        _now += TimeSpan.FromHours(1);
        _edge = [Ip(10)];

        Assert.Equal(Ip(11), Offer(3).Address);
    }

    [Fact]
    public void Lease_Offer_IsHeldForItsMachineAndThenGivenAway()
    {
        _pool = new LeasePool(Ip(10), Ip(10), TimeSpan.FromHours(1), []);

        Assert.Equal(Start + LeasePool.OfferTime, Offer(1).ExpiresAt);
        Assert.False(Offer(2).Granted);
        _now += LeasePool.OfferTime - TimeSpan.FromSeconds(1);
        Assert.False(Offer(2).Granted);
        _now += TimeSpan.FromSeconds(1);
        Assert.Equal(Ip(10), Offer(2).Address);
        Assert.False(Commit(1, 10).Granted);
    }

    [Fact]
    public void Lease_RepeatedDiscover_KeepsTheStateUntilTheOfferIsHalfOver()
    {
        Offer(1);
        var state = _state;
        _now += TimeSpan.FromSeconds(10);
        Offer(1);
        Assert.Same(state, _state);

        _now += TimeSpan.FromSeconds(10);
        Assert.Equal(_now + LeasePool.OfferTime, Offer(1).ExpiresAt);
        Assert.NotSame(state, _state);
    }

    [Fact]
    public void Lease_CommitOfAnOffer_LastsTheLeaseTime()
    {
        Offer(1);
        _now += TimeSpan.FromSeconds(2);

        Assert.Equal(_now.AddHours(1), Commit(1, 10).ExpiresAt);
    }

    [Fact]
    public void Lease_SecondCommitOfTheSameBoot_NeedsNoStoring()
    {
        Commit(1, 10);
        var state = _state;

        _now += TimeSpan.FromSeconds(20);
        Assert.Equal(Start.AddHours(1), Commit(1, 10).ExpiresAt);

        Assert.Same(state, _state);
    }

    [Fact]
    public void Lease_Renewal_KeepsTheAddressAndBeginsAnew()
    {
        Commit(1, 11);
        _now += TimeSpan.FromMinutes(30);

        var renewed = Commit(1, 11);

        Assert.Equal((Ip(11), _now.AddHours(1)), (renewed.Address, renewed.ExpiresAt!.Value));
        Assert.Equal(1, _state.Count);
    }

    [Fact]
    public void Lease_DiscoverDuringALease_OffersTheSameAddressAndKeepsTheLease()
    {
        Commit(1, 11);
        _now += TimeSpan.FromMinutes(10);

        var offer = Offer(1);

        Assert.Equal((Ip(11), Start.AddHours(1)), (offer.Address, offer.ExpiresAt!.Value));
    }

    [Fact]
    public void Lease_DiscoverJustBeforeTheLeaseEnds_HoldsTheAddressLongEnough()
    {
        Commit(1, 10);
        _now += TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1);

        Assert.Equal(_now + LeasePool.OfferTime, Offer(1).ExpiresAt);
    }

    [Fact]
    public void Lease_ReturningMachine_GetsItsOldAddress()
    {
        Commit(1, 12);
        _now += TimeSpan.FromDays(1);

        Assert.Equal(Ip(12), Offer(1).Address);
    }

    [Fact]
    public void Lease_WantedAddress_IsGivenWhenFree()
    {
        Assert.Equal(Ip(12), Offer(1, 12).Address);
        Assert.Equal(Ip(10), Offer(2, 12).Address);
        Assert.Equal(Ip(11), Offer(3, 99).Address);
    }

    [Fact]
    public void Lease_CommitOfAnotherMachinesAddress_IsRefusedWithTheReason()
    {
        Commit(1, 10);

        Assert.Equal("10.0.0.10 is in use", Commit(2, 10).Reason);
        Assert.Equal("10.0.0.99 is not one of the dynamic addresses 10.0.0.10 to 10.0.0.12", Commit(2, 99).Reason);
    }

    [Fact]
    public void Lease_CommitWithoutAnyAddress_IsRefused()
    {
        var decision = _pool.Lease(_state, new LeaseRequest(Segment, Mac(1)) { Commit = true }, _now);
        Assert.False(decision.Response.Granted);
        Assert.Same(_state, decision.State);
    }

    [Fact]
    public void Lease_CommitOfAFreeAddressInsteadOfItsOwn_MovesTheMachine()
    {
        Commit(1, 10);
        _now += TimeSpan.FromMinutes(1);

        Assert.Equal(Ip(12), Commit(1, 12).Address);

        Assert.Equal(Ip(12), _state.Find(Mac(1))!.Address);
        Assert.False(_state.Find(Ip(10))!.IsTakenAt(_now));
        Assert.Equal(Ip(11), Offer(2).Address);
        Assert.Equal(Ip(10), Offer(3).Address);
    }

    [Fact]
    public void Lease_StateLost_LetsMachinesKeepTheirAddresses()
    {
        Assert.True(Commit(7, 11).Granted);
        Assert.Equal(Ip(11), _state.Find(Mac(7))!.Address);
    }

    [Fact]
    public void Lease_AllInUse_SaysSo()
    {
        for (var machine = 1; machine <= 3; machine++)
        {
            Commit(machine, 9 + machine);
        }

        var refusal = Offer(4);

        Assert.False(refusal.Granted);
        Assert.Contains("10.0.0.10 to 10.0.0.12", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Lease_AllWereInUse_ReusesTheOneFreeForLongest()
    {
        Commit(1, 11);
        _now += TimeSpan.FromMinutes(1);
        Commit(2, 10);
        _now += TimeSpan.FromMinutes(1);
        Commit(3, 12);
        _now += TimeSpan.FromHours(2);

        Assert.Equal(Ip(11), Offer(4).Address);
        Assert.Equal(Ip(10), Offer(5).Address);
        Assert.Equal(Ip(12), Offer(6).Address);
    }

    [Fact]
    public void Lease_ExcludedAddresses_AreNeverGiven()
    {
        _pool = new LeasePool(Ip(10), Ip(12), TimeSpan.FromHours(1), [Ip(10), Ip(12), Ip(200), IPAddress.IPv6Loopback]);

        Assert.Equal(Ip(11), Offer(1, 10).Address);
        Assert.False(Commit(2, 12).Granted);
        Assert.False(Offer(2).Granted);
    }

    [Fact]
    public void Lease_AddressReservedMeanwhile_IsNotRenewedAndAnotherOffered()
    {
        Commit(1, 10);
        _pool = new LeasePool(Ip(10), Ip(12), TimeSpan.FromHours(1), [Ip(10)]);

        Assert.False(Commit(1, 10).Granted);
        Assert.Equal(Ip(11), Offer(1).Address);
        Assert.Equal(Ip(11), Commit(1, 11).Address);
    }

    [Fact]
    public void Lease_ReservationTakenAway_IsGivenAgain()
    {
        _pool = new LeasePool(Ip(10), Ip(11), TimeSpan.FromHours(1), [Ip(10)]);
        Assert.Equal(Ip(11), Offer(1).Address);
        Assert.False(Offer(2).Granted);

        _pool = new LeasePool(Ip(10), Ip(11), TimeSpan.FromHours(1), []);

        Assert.Equal(Ip(10), Offer(2).Address);
    }

    [Fact]
    public void Lease_RangeMoved_ForgetsEndedLeasesOfTheOldOne()
    {
        Commit(1, 10);
        Commit(2, 11);
        _now += TimeSpan.FromHours(2);
        _pool = new LeasePool(Ip(20), Ip(20), TimeSpan.FromHours(1), []);
        Commit(3, 20);

        Assert.False(Offer(4).Granted);

        Assert.Equal(1, _state.Count);
    }

    [Fact]
    public void Lease_WantedAddressNotIPv4_IsAsIfNoneWereWanted()
    {
        var request = new LeaseRequest(Segment, Mac(1)) { Wanted = IPAddress.IPv6Loopback };
        Assert.Equal(Ip(10), _pool.Lease(_state, request, _now).Response.Address);
    }

    [Fact]
    public void Release_OwnLease_FreesTheAddressButKeepsItForTheMachineIfPossible()
    {
        Commit(1, 10);
        Release(1, 10, declined: false);

        Assert.Equal(LeaseKind.Released, _state.Find(Mac(1))!.Kind);
        Assert.Equal(Ip(11), Offer(2).Address);
        Assert.Equal(Ip(10), Offer(1).Address);
    }

    [Fact]
    public void Release_AnotherMachinesAddress_DoesNothing()
    {
        Commit(1, 10);
        var state = _state;

        Release(2, 10, declined: false);
        Release(2, 10, declined: true);
        Release(1, 11, declined: true);

        Assert.Same(state, _state);
    }

    [Fact]
    public void Release_Declined_KeepsTheAddressFromEverybodyForTenMinutes()
    {
        _pool = new LeasePool(Ip(10), Ip(10), TimeSpan.FromHours(1), []);
        Commit(1, 10);
        Release(1, 10, declined: true);

        Assert.False(Offer(1).Granted);
        Assert.False(Offer(2, 10).Granted);
        Assert.False(Commit(1, 10).Granted);
        _now += LeasePool.QuarantineTime;
        Assert.Equal(Ip(10), Offer(2).Address);
    }

    [Theory]
    [InlineData("10.0.0.0", "10.0.0.3", "10.0.0.3", 2)]
    [InlineData("10.0.0.254", "10.0.0.255", null, 1)]
    [InlineData("10.0.0.5", "10.0.0.4", null, 0)]
    public void For_Segment_LeavesOutNetworkBroadcastRouterAndReserved(string first, string last, string? gateway, int expected)
    {
        var segment = new SegmentConfig(Segment, IPNetwork.Parse("10.0.0.0/24"))
        {
            RangeStart = IPAddress.Parse(first),
            RangeEnd = IPAddress.Parse(last),
            Gateway = gateway is null ? null : IPAddress.Parse(gateway),
        };
        _pool = LeasePool.For(segment, [IPAddress.Parse("172.16.0.1")])!;

        Assert.Equal(expected, Enumerable.Range(1, 5).Count(machine => Offer(machine).Granted));
    }

    [Fact]
    public void For_SegmentWithoutRange_IsNull() => Assert.Null(LeasePool.For(new SegmentConfig(Segment, IPNetwork.Parse("10.0.0.0/24")), []));

    private static IPAddress Ip(int last) => new([10, 0, 0, (byte)last]);

    private static MacAddress Mac(int machine) => MacAddress.FromBytes([2, 0, 0, 0, 0, (byte)machine]);

    private LeaseResponse Offer(int machine, int? wanted = null) => Ask(machine, wanted, commit: false);

    private LeaseResponse Commit(int machine, int wanted) => Ask(machine, wanted, commit: true);

    private LeaseResponse Ask(int machine, int? wanted, bool commit)
    {
        var request = new LeaseRequest(Segment, Mac(machine)) { Wanted = wanted is { } last ? Ip(last) : null, Commit = commit, EdgeAddresses = _edge };
        var decision = _pool.Lease(_state, request, _now);
        _state = decision.State;
        return decision.Response;
    }

    private void Release(int machine, int address, bool declined) =>
        _state = LeasePool.Release(_state, new LeaseRelease(Segment, Mac(machine), Ip(address), declined), _now);
}
