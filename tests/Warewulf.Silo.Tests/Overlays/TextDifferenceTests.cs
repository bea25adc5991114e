using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Tests.Overlays;

/// <summary>What a person is shown of two texts: what differs, a line around it, and nothing that neither has.</summary>
[Trait("Suite", "Fast")]
public sealed class TextDifferenceTests
{
    [Theory]
    [InlineData("", "a\nb\n", "+a|+b")]
    [InlineData("a\nb\n", "", "-a|-b")]
    [InlineData("a\nb\nc\n", "a\nb\nd\n", " b|-c|+d")]
    [InlineData("a\nb\nc\n", "x\nb\nc\n", "-a|+x| b")]
    [InlineData("a\nb\n", "a\nb\nc\n", " b|+c")]
    [InlineData("a\n1\n2\n3\nb\n", "x\n1\n2\n3\ny\n", "-a|+x| 1|@| 3|-b|+y")]
    [InlineData("a\n\n", "a\n\n\n", " |+")]
    [InlineData("a\na\na\n", "a\na\n", " a|-a")]
    [InlineData("a\nb", "a\nb\n", "@ the last line ends with a line break now")]
    [InlineData("a\nb\n", "a\nc", " a|-b|+c|@ the last line ends without a line break now")]
    [InlineData("a\n", "a\n", "")]
    public void Between_Texts_ShowsWhatDiffersAndTheLinesAroundIt(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join('|', TextDifference.Between(before, after)));

    [Fact]
    public void Between_MuchThatDiffers_StopsWhereNobodyReadsOn()
    {
        var lines = TextDifference.Between("", string.Concat(Enumerable.Range(1, 1000).Select(number => $"line {number}\n")));
        Assert.Equal(61, lines.Count);
        Assert.Equal(("+line 60", "@ and more"), (lines[^2], lines[^1]));
        Assert.Equal(60, TextDifference.Between("", string.Concat(Enumerable.Repeat("x\n", 60))).Count);
    }
}
