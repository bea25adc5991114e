using Warewulf.Core.Formats;

namespace Warewulf.Core.Tests.Formats;

[Trait("Suite", "Fast")]
public sealed class NaturalOrderTests
{
    [Fact]
    public void Sort_NamesWithDigits_ComparesThemAsNumbers()
    {
        string[] sorted = ["", "9", "10", "N1", "a", "n01", "n2", "n2-a", "n2a", "n010", "n10", "n10a", "n99999999999999999999", "n100000000000000000000"];
        Assert.Equal(sorted, sorted.Reverse().Order(NaturalOrder.Comparer));
    }

    [Fact]
    public void Compare_AnyThree_IsAnOrder()
    {
        var texts = RandomSettings.Texts;
        foreach (var a in texts)
        {
            foreach (var b in texts)
            {
                var order = Math.Sign(NaturalOrder.Comparer.Compare(a, b));
                Assert.Equal(-order, Math.Sign(NaturalOrder.Comparer.Compare(b, a)));
                Assert.Equal(a == b, order == 0);
                Assert.All(texts, c => Assert.False(order < 0 && NaturalOrder.Comparer.Compare(b, c) < 0 && NaturalOrder.Comparer.Compare(a, c) >= 0, $"{a} {b} {c}"));
            }
        }
    }
}
