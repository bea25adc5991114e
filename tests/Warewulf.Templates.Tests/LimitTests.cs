using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

[Trait("Suite", "Fast")]
public sealed class LimitTests
{
    [Fact]
    public void Recursion_WithoutEnd_IsAnErrorAndNoStackOverflow()
    {
        var error = Render.Error("{{define \"a\"}}{{template \"a\"}}{{end}}{{template \"a\"}}");

        Assert.Contains("exceeded maximum template depth", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recursion_BeyondMaxDepth_NamesTheLimit()
    {
        var options = new TemplateOptions { MaxDepth = 10 };

        var error = Render.Error("{{define \"a\"}}{{template \"a\"}}{{end}}{{template \"a\"}}", default, options);

        Assert.EndsWith("exceeded maximum template depth (10)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", ")", 100_000)]
    [InlineData("(", ")", 1_000)]
    public void Parentheses_NestedDeeply_NeverOverflowTheStack(string open, string close, int depth)
    {
        var text = "{{" + string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth)) + "}}";

        var outcome = Record.Exception(() => Render.Text(text));

        Assert.True(outcome is null or TemplateException, outcome?.ToString());
        Assert.Equal(depth > 10_000, outcome is TemplateException { Kind: TemplateErrorKind.Parse });
    }

    [Fact]
    public void Blocks_NestedDeeply_NeverOverflowTheStack()
    {
        var text = string.Concat(Enumerable.Repeat("{{if true}}", 200_000)) + string.Concat(Enumerable.Repeat("{{end}}", 200_000));

        Assert.Contains("max expression depth exceeded", Render.Error(text).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_BeyondTheLimit_EndTheTemplate()
    {
        var options = new TemplateOptions { MaxSteps = 1_000 };

        var error = Render.Error("{{range 1000000000}}{{end}}", default, options);

        Assert.EndsWith("exceeded the limit of 1000 steps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_BeyondTheLimit_EndsTheTemplate()
    {
        var options = new TemplateOptions { MaxOutputBytes = 10 };

        var (output, error) = Render.Partial("{{range 100}}abc{{end}}", default, options);

        Assert.Equal("abcabcabc", output);
        Assert.EndsWith("output exceeds the limit of 10 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{repeat 2000000000 \"abc\"}}")]
    [InlineData("{{indent 2000000000 \"abc\"}}")]
    [InlineData("{{until 2000000000}}")]
    [InlineData("{{untilStep 0 9000000000000000000 1}}")]
    public void Functions_AskedForHugeResults_Refuse(string template) =>
        Assert.Contains("exceeds the limit", Render.Error(template).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{$d := dict}}{{$d = set $d \"self\" $d}}{{print $d}}")]
    [InlineData("{{$d := dict}}{{$d = set $d \"self\" $d}}{{$e := dict}}{{$e = set $e \"self\" $e}}{{has $d (list $e)}}")]
    public void Cycles_MadeByATemplate_AreErrors(string template) =>
        Assert.Contains("too deeply", Render.Error(template).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{$s := \"0123456789\"}}{{range 64}}{{$s = print $s $s}}{{end}}")]
    [InlineData("{{$l := list 1}}{{range 64}}{{$l = concat $l $l}}{{end}}")]
    public void Values_DoubledInALoop_EndAtTheLimit(string template) =>
        Assert.Contains("exceeds the limit", Render.Error(template, default, new TemplateOptions { MaxOutputBytes = 1 << 20 }).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{$l}}", "value is too large to print")]
    [InlineData("{{toJson $l}}", "value is too large for JSON")]
    [InlineData("{{has $l (list $m)}}", "value is too large to compare")]
    public void Values_SharedManyTimes_EndAtTheLimit(string template, string message)
    {
        var text = "{{$l := list 1}}{{$m := list 1}}{{range 60}}{{$l = list $l $l}}{{$m = list $m $m}}{{end}}" + template;

        Assert.EndsWith(message, Render.Error(text).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recursion_PrintingACycleAtEachLevel_IsAnErrorAndNoStackOverflow()
    {
        // The cycle is printed only near the end of the stack: the depth counts down in an integer that the template passes on.
        const string Text = "{{define \"r\"}}{{$n := sub (index . 0) 1}}{{if eq $n 0}}{{print (index . 1)}}{{end}}{{template \"r\" (list $n (index . 1))}}{{end}}"
            + "{{$d := dict}}{{$d = set $d \"s\" $d}}{{template \"r\" (list DEPTH $d)}}";

        foreach (var depth in new[] { 100, 500, 1_000, 2_000, 4_000 })
        {
            var error = Render.Error(Text.Replace("DEPTH", depth.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

            Assert.Matches("too deeply|exceeded maximum template depth", error.Message);
        }
    }

    [Theory]
    [InlineData("(a{1000}){1000}")]
    [InlineData("((a*)*)*b")]
    public void Patterns_ThatExplodeElsewhere_EndSoon(string pattern) =>
        Assert.Equal("false", Render.Text("{{regexMatch . \"" + new string('a', 2_000) + "\"}}", GoValue.String(pattern)));

    [Fact]
    public void ToJson_OfACycle_IsEmptyAsForAnyValueJsonCannotHold() =>
        Assert.Equal("[]", Render.Text("{{$d := dict}}{{$d = set $d \"self\" $d}}[{{toJson $d}}]"));

    [Fact]
    public void Threads_RenderOneTemplateAtOnce_WithoutDisturbingEachOther()
    {
        var template = GoTemplate.Parse("t", "{{$x := .n}}{{range .l}}{{$x}}{{end}}");

        Parallel.For(0, 200, i =>
        {
            var data = Render.Dictionary(("n", GoValue.Int(i)), ("l", GoValue.Strings(["a", "b"])));
            Assert.Equal($"{i}{i}", template.Render(data));
        });
    }
}
