using System.Buffers;
using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

/// <summary>Limits of the options and of one render: each ends the template with an error that names it and says where.</summary>
[Trait("Suite", "Fast")]
public sealed class SettingsTests
{
    [Fact]
    public void MaxSteps_OfARender_ReplacesThatOfTheTemplate() =>
        AssertLimit("a{{range 1000}}{{end}}", new RenderSettings { MaxSteps = 500 }, "exceeded the limit of 500 steps");

    [Fact]
    public void MaxSteps_ReachedExactly_IsEnough()
    {
        // The text, the range and its three rounds.
        var template = GoTemplate.Parse("t", "a{{range 3}}{{end}}");

        template.Render(default, new ArrayBufferWriter<byte>(), new RenderSettings { MaxSteps = 5 });

        Assert.Throws<TemplateException>(() => template.Render(default, new ArrayBufferWriter<byte>(), new RenderSettings { MaxSteps = 4 }));
    }

    [Fact]
    public void MaxSteps_CountTheSizeOfResults() =>
        AssertLimit("{{$s := repeat 1000000 \"x\"}}", new RenderSettings { MaxSteps = 1_000 }, "exceeded the limit of 1000 steps");

    [Fact]
    public void MaxOutputBytes_OfARender_ReplacesThatOfTheTemplate() =>
        AssertLimit("{{range 100}}abc{{end}}", new RenderSettings { MaxOutputBytes = 10 }, "output exceeds the limit of 10 bytes", "abcabcabc");

    [Fact]
    public void MaxOutputBytes_CountsBytesAndNotCharacters() =>
        AssertLimit("{{range 100}}{{\"\u00e9\u00e9\"}}{{end}}", new RenderSettings { MaxOutputBytes = 9 }, "output exceeds the limit of 9 bytes");

    [Fact]
    public void MaxDepth_OfARender_ReplacesThatOfTheTemplate() =>
        AssertLimit("{{define \"a\"}}{{template \"a\"}}{{end}}{{template \"a\"}}", new RenderSettings { MaxDepth = 7 }, "exceeded maximum template depth (7)");

    [Theory]
    [InlineData("{{$s := \"0123456789\"}}{{range 64}}{{$s = print $s $s}}{{end}}", "print")]
    [InlineData("{{repeat 2000 \"x\"}}", "repeat")]
    [InlineData("{{indent 2000 \"x\"}}", "indent")]
    [InlineData("{{replace \"\" \"xxxxxxxxxxxxxxxxxxxx\" (repeat 100 \"y\")}}", "replace")]
    public void MaxValueBytes_ReachedByAString_NamesTheLimit(string template, string function) =>
        AssertLimit(template, new RenderSettings { MaxValueBytes = 1_000 }, $"error calling {function}: result exceeds the limit of 1000 bytes");

    [Theory]
    [InlineData("{{$l := list}}{{range 200}}{{$l = append $l 1}}{{end}}", "append")]
    [InlineData("{{$d := dict}}{{range 200}}{{$d = set $d (print .) 1}}{{end}}", "set")]
    [InlineData("{{$l := splitList \"\" \"0123456789\"}}{{range 20}}{{$l = concat $l $l}}{{end}}", "concat")]
    public void MaxItems_ReachedInALoop_NamesTheLimit(string template, string function) =>
        AssertLimit(template, new RenderSettings { MaxItems = 100 }, $"error calling {function}: result exceeds the limit of 100 items");

    [Theory]
    [InlineData("{{regexMatch \"a{1,20}b\" \"x\"}}", "regexMatch")]
    [InlineData("{{regexSplit \"a{1,20}b\" \"x\" -1}}", "regexSplit")]
    public void MaxPatternLength_Exceeded_NamesTheLimit(string template, string function) =>
        AssertLimit(template, new RenderSettings { MaxPatternLength = 7 }, $"error calling {function}: regular expression exceeds the limit of 7 characters");

    [Fact]
    public void State_OfARender_IsThatOfTheExecution()
    {
        var functions = Templates.Functions.FunctionSet.Empty.With(
            GoFunction.Create("state", GoType.String, [], static (execution, _) => GoValue.String((string)execution.State!)));
        var output = new ArrayBufferWriter<byte>();

        GoTemplate.Parse("t", "{{state}}", new TemplateOptions { Functions = functions }).Render(default, output, new RenderSettings { State = "mine" });

        Assert.Equal("mine", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static void AssertLimit(string template, RenderSettings settings, string message, string? written = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var error = Assert.Throws<TemplateException>(() => GoTemplate.Parse("t", template).Render(default, output, settings));

        Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("template: t:1:", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, error.Line);
        if (written is not null)
        {
            Assert.Equal(written, Encoding.UTF8.GetString(output.WrittenSpan));
        }
    }
}
