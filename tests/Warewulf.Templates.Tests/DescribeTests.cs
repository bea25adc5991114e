using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

[Trait("Suite", "Fast")]
public sealed class DescribeTests
{
    [Theory]
    [InlineData("one\ntwo {{.a.b | fail}}\nthree", "    2 | two {{.a.b | fail}}", "      |              ^")]
    [InlineData("{{fail \"x\"}}", "    1 | {{fail \"x\"}}", "      |   ^")]
    [InlineData("\t{{fail \"x\"}}", "    1 |     {{fail \"x\"}}", "      |       ^")]
    [InlineData("ab\t{{fail \"x\"}}", "    1 | ab  {{fail \"x\"}}", "      |       ^")]
    [InlineData("\u00e9\u00e9 {{fail \"x\"}}", "    1 | \u00e9\u00e9 {{fail \"x\"}}", "      |      ^")]
    [InlineData("\u65e5\u672c {{fail \"x\"}}", "    1 | \u65e5\u672c {{fail \"x\"}}", "      |        ^")]
    [InlineData("e\u0301 {{fail \"x\"}}", "    1 | e\u0301 {{fail \"x\"}}", "      |     ^")]
    [InlineData("\U0001F600{{fail \"x\"}}", "    1 | \U0001F600{{fail \"x\"}}", "      |     ^")]
    [InlineData("a\u0001{{fail \"x\"}}", "    1 | a\uFFFD{{fail \"x\"}}", "      |     ^")]
    [InlineData("a\r\n{{fail \"x\"}}\r\nb", "    2 | {{fail \"x\"}}\uFFFD", "      |   ^")]
    [InlineData("a\n\n{{if true}}", "    3 | {{if true}}", "      |            ^")]
    public void Describe_ShowsTheLineAndACaret(string template, string line, string caret)
    {
        var error = Render.Error(template);

        Assert.Equal([error.Message, line, caret], error.Describe().Split('\n'));
    }

    [Fact]
    public void Describe_OfALongLine_CutsAroundThePlace()
    {
        var error = Render.Error(new string('a', 300) + "{{fail \"x\"}}" + new string('b', 300));

        var lines = error.Describe().Split('\n');

        Assert.Equal($"    1 | ...{new string('a', 58)}{{{{fail \"x\"}}}}{new string('b', 30)}...", lines[1]);
        Assert.Equal("fail", lines[1].Substring(lines[2].IndexOf('^', StringComparison.Ordinal), 4));
    }

    [Fact]
    public void Describe_OfBytesThatAreNoText_KeepsThePlace()
    {
        var error = Assert.Throws<TemplateException>(() => GoTemplate.Parse("t", new byte[] { 0xFF, 0xFE }.Concat("{{fail \"x\"}}"u8.ToArray()).ToArray()).Render(GoValue.Nil));

        Assert.Equal("      |     ^", error.Describe().Split('\n')[2]);
    }

    [Fact]
    public void Reason_IsTheMessageWithoutThePlace()
    {
        var error = Render.Error("{{.a.b}}", GoValue.Int(1));

        Assert.Equal("can't evaluate field a in type int", error.Reason);
        Assert.Equal("{{.a.b}}", error.SourceLine);
    }
}
