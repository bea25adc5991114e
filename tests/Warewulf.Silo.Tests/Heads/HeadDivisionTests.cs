using Warewulf.Silo.Heads;

namespace Warewulf.Silo.Tests.Heads;

[Trait("Suite", "Fast")]
public sealed class HeadDivisionTests
{
    private static readonly string[] Nodes = [.. Enumerable.Range(0, 3000).Select(number => $"n{number}")];

    [Fact]
    public void Owner_SeenFromEachHead_IsTheSameOne()
    {
        var heads = Heads(4);
        foreach (var node in Nodes)
        {
            Assert.Single(heads.Select(head => Of(head, heads).Owner(node)?.Id ?? head.Id).Distinct());
        }

        Assert.Single(heads.Select(head => Of(head, heads).Leader?.Id ?? head.Id).Distinct());
    }

    [Fact]
    public void Owner_OfManyNodes_IsEachHeadForItsPart()
    {
        var heads = Heads(4);
        var division = Of(heads[0], heads);
        Assert.All(Nodes.CountBy(node => division.Owner(node)?.Id ?? heads[0].Id), part => Assert.InRange(part.Value, 600, 900));
    }

    [Fact]
    public void Owner_OneHeadGoes_ItsShareMovesToThoseWhoHadItWithoutIt()
    {
        var heads = Heads(3);
        var (all, two) = (Of(heads[0], heads), Of(heads[0], heads[..2]));
        foreach (var node in Nodes)
        {
            var owner = all.Owner(node);
            var then = two.Owner(node);
            Assert.True(owner == heads[2] || owner == then);
            Assert.Equal(then ?? heads[0], Of(heads[2], heads).OwnerWithoutThis(node));
        }
    }

    [Fact]
    public void Owner_OneHeadAlone_IsThatOne()
    {
        var division = new HeadDivision(Guid.Empty, []);
        Assert.True(division.IsAlone);
        Assert.Null(division.Owner("n1"));
        Assert.Null(division.Leader);
        Assert.Null(division.LeaderWithoutThis);
        Assert.True(division.IsAs(new HeadDivision(Guid.Empty, [])));
        Assert.False(division.IsAs(new HeadDivision(Guid.Empty, Heads(1))));
    }

    private static HeadRecord[] Heads(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new HeadRecord(new Guid(number * 7919, 1, 2, [1, 2, 3, 4, 5, 6, 7, 8]), $"head{number}", ["http://127.0.0.1:1"], 0))];

    private static HeadDivision Of(HeadRecord self, HeadRecord[] heads) => new(self.Id, [.. heads.Where(head => head != self)]);
}
