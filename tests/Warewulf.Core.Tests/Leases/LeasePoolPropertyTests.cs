using System.Net;
using System.Text.Json;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Tests.Leases;

/// <summary>
/// Promises, whatever machines do in whatever order: no address is held by two, no excluded or foreign address is given, and a state that was stored
/// and read again answers like the one that was not.
/// </summary>
[Trait("Suite", "Fast")]
public sealed class LeasePoolPropertyTests
{
    private static readonly SegmentName Segment = SegmentName.Parse("default");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Lease_RandomHistory_KeepsThePromises(int seed)
    {
        var random = new Random(seed);
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var pool = RandomPool(random, out var excluded);
        var state = LeasePoolState.Empty;
        var promised = new Dictionary<IPAddress, (MacAddress Mac, DateTimeOffset Until)>();
        for (var step = 0; step < 4_000; step++)
        {
            var where = $"seed {seed}, step {step}";
            now += TimeSpan.FromSeconds(random.Next(0, 20));
            if (random.Next(200) == 0)
            {
                pool = RandomPool(random, out excluded);
            }

            if (random.Next(50) == 0)
            {
                state = JsonSerializer.Deserialize<LeasePoolState>(JsonSerializer.Serialize(state))!;
            }

            var mac = MacAddress.FromBytes([2, 0, 0, 0, 0, (byte)random.Next(24)]);
            var address = Ip(random.Next(8, 32));
            if (random.Next(8) == 0)
            {
                var release = new LeaseRelease(Segment, mac, address, random.Next(3) == 0);
                var before = state;
                state = LeasePool.Release(state, release, now);
                if (!ReferenceEquals(before, state))
                {
                    Assert.True(promised.TryGetValue(address, out var owner) && owner.Mac == mac, $"{where}: {mac} gave back what was not its own");
                    promised.Remove(address);
                }

                continue;
            }

            var request = new LeaseRequest(Segment, mac) { Commit = random.Next(2) == 0, Wanted = random.Next(3) == 0 ? null : address };
            var decision = pool.Lease(state, request, now);
            state = decision.State;
            if (!decision.Response.Granted)
            {
                Assert.NotNull(decision.Response.Reason);
                continue;
            }

            var given = decision.Response.Address!;
            Assert.True(
                !promised.TryGetValue(given, out var other) || other.Mac == mac || other.Until <= now,
                $"{where}: {given} given to {mac} while {other.Mac} has it until {other.Until}");
            Assert.False(excluded.Contains(given), $"{where}: {given} is excluded");
            Assert.True(decision.Response.ExpiresAt > now, $"{where}: a lease that is over");
            Assert.True(!request.Commit || request.Wanted is null || given.Equals(request.Wanted), $"{where}: committed to another address");
            Assert.Equal(mac, state.Find(mac)!.Mac);
            foreach (var old in promised.Where(p => p.Value.Mac == mac && request.Commit).Select(p => p.Key).ToList())
            {
                promised.Remove(old);
            }

            promised[given] = (mac, decision.Response.ExpiresAt!.Value);
        }

        Assert.True(state.Count <= 24, $"seed {seed}: {state.Count} entries");
    }

    [Fact]
    public void Lease_FullLargePool_TakesNoLongerPerRequestThanAnEmptyOne()
    {
        var first = IPAddress.Parse("10.0.0.0");
        var last = IPAddress.Parse("10.0.255.255");
        var pool = new LeasePool(first, last, TimeSpan.FromHours(1), []);
        var state = LeasePoolState.Empty;
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var given = new HashSet<IPAddress>();
        for (var machine = 0; machine < 65_536; machine++)
        {
            var decision = pool.Lease(state, new LeaseRequest(Segment, Mac(machine)), now);
            state = decision.State;
            Assert.True(given.Add(decision.Response.Address!));
        }

        // A scan of the pool for each of these would take minutes.
        for (var machine = 0; machine < 20_000; machine++)
        {
            Assert.False(pool.Lease(state, new LeaseRequest(Segment, Mac(100_000 + machine)), now).Response.Granted);
        }

        now += LeasePool.OfferTime;
        for (var machine = 0; machine < 20_000; machine++)
        {
            var decision = pool.Lease(state, new LeaseRequest(Segment, Mac(200_000 + machine)), now);
            state = decision.State;
            Assert.True(decision.Response.Granted);
        }

        Assert.Equal(65_536, state.Count);
    }

    private static LeasePool RandomPool(Random random, out HashSet<IPAddress> excluded)
    {
        excluded = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Ip(random.Next(10, 30)))];
        return new LeasePool(Ip(random.Next(8, 14)), Ip(random.Next(20, 32)), TimeSpan.FromMinutes(random.Next(2, 10)), excluded);
    }

    private static IPAddress Ip(int last) => new([10, 0, 0, (byte)last]);

    private static MacAddress Mac(int machine) => MacAddress.FromBytes([2, 0, 0, (byte)(machine >> 16), (byte)(machine >> 8), (byte)machine]);
}
