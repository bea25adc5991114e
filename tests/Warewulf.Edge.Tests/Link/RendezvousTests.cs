using Warewulf.Edge.Link;

namespace Warewulf.Edge.Tests.Link;

[Trait("Suite", "Fast")]
public sealed class RendezvousTests
{
    private static readonly string[] Heads = ["http://head1:9875", "http://head2:9875", "http://head3:9875", "unix:/run/warewulf/warewulfd.sock"];

    // Every edge of a site must order heads alike, whatever its version: these values may not change.
    [Theory]
    [InlineData("http://head1:9875", "52:54:00:00:00:01", 14244341134859590474UL)]
    [InlineData("", "", 17991433301023559361UL)]
    public void Weight_OfAKey_IsTheSameEverywhere(string head, string key, ulong weight) => Assert.Equal(weight, Rendezvous.Weight(head, key));

    [Fact]
    public void Weight_OfManyKeys_SpreadsThemEvenly()
    {
        const int Keys = 20_000;

        var counts = Enumerable.Range(0, Keys).CountBy(i => Best($"52:54:00:00:{i / 256:x2}:{i % 256:x2}", Heads)).ToDictionary();

        Assert.All(Heads, head => Assert.InRange(counts[head], Keys / 4 * 0.93, Keys / 4 * 1.07));
    }

    [Fact]
    public void Weight_WhenAHeadLeaves_MovesOnlyItsKeysAndSpreadsThem()
    {
        var keys = Enumerable.Range(0, 10_000).Select(i => $"n{i:D5}").ToList();
        var before = keys.ToDictionary(key => key, key => Best(key, Heads));

        var moved = keys.Where(key => Best(key, Heads[1..]) != before[key]).ToList();

        Assert.All(moved, key => Assert.Equal(Heads[0], before[key]));
        Assert.Equal(before.Count(pair => pair.Value == Heads[0]), moved.Count);
        Assert.All(Heads[1..], head => Assert.InRange(moved.Count(key => Best(key, Heads[1..]) == head), moved.Count / 3 * 0.85, moved.Count / 3 * 1.15));
    }

    private static string Best(string key, string[] heads) => heads.MaxBy(head => Rendezvous.Weight(head, key))!;
}
