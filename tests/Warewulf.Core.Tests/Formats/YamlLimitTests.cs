using Warewulf.Core.Formats;

namespace Warewulf.Core.Tests.Formats;

/// <summary>No file, however it is made, does more than be refused.</summary>
[Trait("Suite", "Fast")]
public sealed class YamlLimitTests
{
    private const string Odd = "\0\n\t :-?[]{}&*!|>'\"%@`#,x\\<\uD800";

    [Theory]
    [InlineData("nodes: {n1: {}\nx: [\n", "line")]
    [InlineData("nodes:\n\tn1: {}\n", "line")]
    [InlineData("nodes:\n  n1: 'open\n", "line")]
    [InlineData("nodes:\n  n1: {}\n n2: {}\n", "line 3")]
    [InlineData("nodes: {}\nnodes: {}\n", "line 2: the key 'nodes' is there a second time; the first is in line 1")]
    [InlineData("nodes: {}\n---\nnodes: {}\n", "line 3: a second document")]
    [InlineData("nodes: *a\n", "line 1: '*a' stands for nothing")]
    [InlineData("nodes: &a\n  n1: *a\n", "line 2: '*a' stands inside")]
    [InlineData("nodes:\n  <<: 5\n", "line 2: '<<' takes a section")]
    [InlineData("nodes:\n  n1: {comment: \"\\0\"}\n", "line 2: a value holds a character that is none")]
    [InlineData("nodes:\n  n1: {comment: \"\\uD800\"}\n", "line 2")]
    public void Read_MalformedText_NamesTheLine(string text, string what) => Refused(text, what);

    [Theory]
    [InlineData("[", "")]
    [InlineData("{a: ", "")]
    [InlineData("- ", "x")]
    [InlineData("? ", "x")]
    public void Read_TenThousandLevels_AreRefused(string level, string end) =>
        Refused("nodes:\n  " + string.Concat(Enumerable.Repeat(level, 10_000)) + end, "more than 48 levels deep");

    [Fact]
    public void Read_LevelsHiddenInAliases_AreRefused() =>
        Refused(string.Concat(Enumerable.Range(1, 60).Select(i => $"a{i}: &a{i} [{(i == 1 ? "x" : $"*a{i - 1}")}]\n")), "more than 48 levels deep");

    [Fact]
    public void Read_AliasesOfAliases_AreBounded() =>
        Refused(string.Concat(Enumerable.Range(0, 20).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat(i == 0 ? "x" : $"*a{i - 1}", 10))}]\n")), "million characters");

    [Fact]
    public void Read_OneLongTextManyTimes_IsBounded() =>
        Refused($"a: &a {new string('x', 100_000)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 1000))}]\n", "million characters");

    [Fact]
    public void Read_MergesOfManyKeys_AreBounded() =>
        Refused(
            $"a: &a {{{string.Join(", ", Enumerable.Range(0, 5000).Select(i => $"k{i}: x"))}}}\nb:\n{string.Concat(Enumerable.Repeat("- <<: *a\n", 5000))}", "million characters");

    [Fact]
    public void Read_LongKey_IsReadWhereYamlAllowsIt()
    {
        var key = new string('k', 65_536);
        var node = Assert.Single(NodesConfReader.Read("test.conf", $"nodes:\n  n1:\n    tags:\n      ? {key}\n      : x\n", _ => { }).Nodes);
        Assert.Equal("x", node.Settings.Tags![key]);
        Refused($"nodes:\n  n1:\n    tags:\n      {key}: x\n", "line");
        Refused($"nodes:\n  ? {key}\n  : x\n", "not a valid node name");
        var odd = new List<string>();
        NodesConfReader.Read("test.conf", $"? {key}\n: x\n", odd.Add);
        Assert.True(Assert.Single(odd).Length < 300);
    }

    [Fact]
    public void Read_DamagedText_IsReadOrRefused()
    {
        var whole = NodesConfWriter.WriteMap([KeyValuePair.Create("n1", new RandomSettings(1).Settings(false)), KeyValuePair.Create("n2", new RandomSettings(2).Settings(false))]);
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var text = whole.ToCharArray();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                text[random.Next(text.Length)] = Odd[random.Next(Odd.Length)];
            }

            var damaged = new string(text)[..random.Next(text.Length)];
            var error = Record.Exception(() => NodesConfReader.ReadNodes("test.conf", damaged, _ => { }));
            Assert.True(error is null or WarewulfException, $"seed {seed}: {error}");
            error = Record.Exception(() => SiteConfReader.Read("test.conf", damaged, _ => { }));
            Assert.True(error is null or WarewulfException, $"seed {seed}: {error}");
        }
    }

    private static void Refused(string text, string what)
    {
        var error = Assert.Throws<WarewulfException>(() => NodesConfReader.Read("test.conf", text, _ => { }));
        Assert.Equal(Core.Api.ApiErrorCode.Invalid, error.Code);
        Assert.Contains("test.conf", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 600, error.Message);
    }
}
