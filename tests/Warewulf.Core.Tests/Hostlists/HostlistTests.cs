using Warewulf.Core.Hostlists;

namespace Warewulf.Core.Tests.Hostlists;

[Trait("Suite", "Fast")]
public sealed class HostlistTests
{
    [Theory]
    [InlineData("n1", "n1")]
    [InlineData("n1,n2", "n1 n2")]
    [InlineData("n1,,n2,", "n1 n2")]
    [InlineData("n[1-3]", "n1 n2 n3")]
    [InlineData("n[08-10]", "n08 n09 n10")]
    [InlineData("n[8-10]", "n8 n9 n10")]
    [InlineData("n[1,5-6,5]", "n1 n5 n6 n5")]
    [InlineData("r[1-2]n[3-4]x", "r1n3x r1n4x r2n3x r2n4x")]
    [InlineData("a[1-2],b[3]", "a1 a2 b3")]
    public void Expand_List_GivesNamesInOrder(string list, string expected) =>
        Assert.Equal(expected, string.Join(' ', Hostlist.Expand(list)));

    [Theory]
    [InlineData("n[1", "brackets")]
    [InlineData("n1]", "brackets")]
    [InlineData("n[[1]]", "brackets")]
    [InlineData("n[]", "not a number")]
    [InlineData("n[a-b]", "not a number")]
    [InlineData("n[1, 2]", "not a number")]
    [InlineData("n[-1]", "not a number")]
    [InlineData("n[1-]", "not a number")]
    [InlineData("n[1-2-3]", "not a number")]
    [InlineData("n[4-1]", "counts down")]
    [InlineData("n[1-999999999]", "more than")]
    [InlineData("n[0-18446744073709551615]", "not a number")]
    [InlineData("r[1-1000]n[1-1000]", "more than")]
    public void Expand_MalformedList_SaysWhatIsWrong(string list, string reason)
    {
        var error = Assert.Throws<WarewulfException>(() => Hostlist.Expand(list));
        Assert.Contains(list, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Expand_FourThousandNames_GivesEach()
    {
        var names = Hostlist.Expand("n[0001-4000]");
        Assert.Equal(4000, names.Count);
        Assert.Equal("n0001", names[0]);
        Assert.Equal("n4000", names[^1]);
    }

    [Theory]
    [InlineData("n1 n2 n3", "n[1-3]")]
    [InlineData("n01 n02 n05", "n[01-02,05]")]
    [InlineData("n9 n10", "n9,n10")]
    [InlineData("login n2 n1", "login,n[1-2]")]
    [InlineData("n1", "n1")]
    [InlineData("n0 n1", "n[0-1]")]
    [InlineData("", "")]
    public void Fold_Names_WritesThemShort(string names, string expected) =>
        Assert.Equal(expected, Hostlist.Fold(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Fold_AnyNames_ExpandsToTheSameSet()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var names = Enumerable.Range(0, random.Next(1, 60))
                .Select(_ => $"{"abn"[random.Next(3)]}{(random.Next(4) == 0 ? "" : random.Next(120).ToString(random.Next(2) == 0 ? "0" : "000"))}")
                .ToHashSet(StringComparer.Ordinal);
            var again = Hostlist.Expand(Hostlist.Fold(names)).ToHashSet(StringComparer.Ordinal);
            Assert.True(names.SetEquals(again), $"seed {seed}: {string.Join(' ', names)}");
        }
    }
}
