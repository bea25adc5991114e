using System.Net;
using System.Text.Json;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Tests.Leases;

[Trait("Suite", "Fast")]
public sealed class LeasePoolStateTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:00:01");

    [Fact]
    public void Serialize_State_IsAListOfShortTexts()
    {
        var state = LeasePoolState.FromEntries([Entry(5, LeaseKind.Leased, 60)]);
        Assert.Equal("""["10.0.0.5 52:54:00:00:00:01 Leased 1800000060"]""", JsonSerializer.Serialize(state));
    }

    [Fact]
    public void Deserialize_WhatWasSerialized_IsTheSame()
    {
        var state = LeasePoolState.FromEntries(
        [
            Entry(5, LeaseKind.Leased, 60),
            Entry(6, LeaseKind.Declined, 600) with { Mac = MacAddress.Parse("52:54:00:00:00:02") },
            Entry(7, LeaseKind.Offered, 30) with { Mac = MacAddress.Parse("52:54:00:00:00:03") },
        ]);

        var again = JsonSerializer.Deserialize<LeasePoolState>(JsonSerializer.Serialize(state))!;

        Assert.Equal(state.Entries, again.Entries);
        Assert.Equal(Entry(5, LeaseKind.Leased, 60), again.Find(Mac));
        Assert.Null(again.Find(MacAddress.Parse("52:54:00:00:00:02")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""["10.0.0.5"]""")]
    [InlineData("""["10.0.0.5 52:54:00:00:00:01 Borrowed 1"]""")]
    [InlineData("""["10.0.0.5 52:54:00:00:00:01 Leased -1"]""")]
    [InlineData("""["10.0.0.5 mac Leased 1"]""")]
    [InlineData("""["::1 52:54:00:00:00:01 Leased 1"]""")]
    [InlineData("""["10.0.0.5 52:54:00:00:00:01 Leased 99999999999999999"]""")]
    public void Deserialize_SomethingElse_IsAJsonError(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<LeasePoolState>(json));

    [Fact]
    public void FromEntries_OneMachineTwice_FindsTheLaterAndKeepsBoth()
    {
        var state = LeasePoolState.FromEntries([Entry(6, LeaseKind.Leased, 600), Entry(5, LeaseKind.Released, 0)]);

        Assert.Equal(new IPAddress([10, 0, 0, 6]), state.Find(Mac)!.Address);
        Assert.Equal(2, state.Count);
    }

    [Fact]
    public void Changed_SinceTheStateWasSettled_NamesWhatIsToBeStored()
    {
        var pool = new LeasePool(new IPAddress([10, 0, 0, 5]), new IPAddress([10, 0, 0, 9]), TimeSpan.FromHours(1), []);
        var state = LeasePoolState.FromEntries([Entry(4, LeaseKind.Leased, 600), Entry(5, LeaseKind.Leased, 600)]);
        Assert.Empty(state.Changed);
        Assert.Same(state, state.Settle());

        var moved = pool.Lease(
            state, new LeaseRequest(SegmentName.Parse("default"), Mac) { Commit = true, Wanted = new IPAddress([10, 0, 0, 7]) }, Now).State;

        Assert.Equal([5, 7], moved.Changed.Select(address => (int)address.GetAddressBytes()[3]).Order());
        var settled = moved.Settle();
        Assert.Empty(settled.Changed);
        Assert.Equal(moved.Entries, settled.Entries);
    }

    private static LeaseEntry Entry(byte last, LeaseKind kind, int seconds) => new(new IPAddress([10, 0, 0, last]), Mac, kind, Now.AddSeconds(seconds));
}
