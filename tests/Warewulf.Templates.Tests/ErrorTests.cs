using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

[Trait("Suite", "Fast")]
public sealed class ErrorTests
{
    private static readonly GoValue Data = Render.Dictionary(
        ("s", GoValue.String("text")),
        ("m", GoValue.Strings(new Dictionary<string, string> { ["k"] = "v" })),
        ("l", GoValue.Strings(["a"])));

    [Theory]
    [InlineData("{{", "1: unclosed action")]
    [InlineData("a\n{{x}}", "2: function \"x\" not defined")]
    [InlineData("{{$x}}", "1: undefined variable \"$x\"")]
    [InlineData("{{if .a}}", "1: unexpected EOF")]
    [InlineData("{{end}}", "1: unexpected {{end}}")]
    [InlineData("{{if .a}}{{else}}{{else}}{{end}}", "1: expected end; found {{else}}")]
    [InlineData("{{/* a", "1: unclosed comment")]
    [InlineData("{{\"a}}", "1: unterminated quoted string")]
    [InlineData("{{'a}}", "1: unterminated character constant")]
    [InlineData("{{1x}}", "1: bad number syntax: \"1x\"")]
    [InlineData("{{(1}}", "1: unclosed left paren")]
    [InlineData("{{1)}}", "1: unexpected right paren")]
    [InlineData("{{.a | 1}}", "1: non executable command in pipeline stage 2")]
    [InlineData("{{break}}", "1: {{break}} outside {{range}}")]
    [InlineData("{{template .x}}", "1: unexpected \".x\" in template clause")]
    [InlineData("{{99999999999999999999}}", "1: integer overflow: \"99999999999999999999\"")]
    [InlineData("{{with $a, $b := 1}}{{end}}", "1: too many declarations in with")]
    [InlineData("{{.s\n.t\n# }}", "3: unexpected \"#\" in operand")]
    public void Parse_OfABadText_SaysWhereAndWhat(string template, string message)
    {
        var error = Render.Error(template, Data);

        Assert.Equal("template: t:" + message, error.Message);
        Assert.Equal(TemplateErrorKind.Parse, error.Kind);
        Assert.Equal("t", error.TemplateName);
        Assert.Equal(int.Parse(message[..1], null), error.Line);
        Assert.Equal(-1, error.Column);
    }

    [Theory]
    [InlineData("ab {{.s.x}}", 1, 7, "at <.s.x>: can't evaluate field x in type interface {}")]
    [InlineData("é\n {{.m.k.x}}", 2, 5, "at <.m.k.x>: can't evaluate field x in type string")]
    [InlineData("{{index .l 4}}", 1, 2, "at <index .l 4>: error calling index: index out of range: 4")]
    [InlineData("{{upper 1}}", 1, 8, "at <1>: expected string; found 1")]
    [InlineData("{{upper .l}}", 1, 8, "at <.l>: wrong type for value; expected string; got []string")]
    [InlineData("{{upper .none}}", 1, 8, "at <.none>: invalid value; expected string")]
    [InlineData("{{upper}}", 1, 2, "at <upper>: wrong number of args for upper: want 1 got 0")]
    [InlineData("{{1 2}}", 1, 2, "at <1>: can't give argument to non-function 1")]
    [InlineData("{{nil}}", 1, 2, "at <nil>: nil is not a command")]
    [InlineData("{{range .s}}{{end}}", 1, 8, "at <.s>: range can't iterate over text")]
    [InlineData("{{template \"no\" .}}", 1, 11, "at <{{template \"no\" .}}>: template \"no\" not defined")]
    [InlineData("{{fail \"stop\"}}", 1, 2, "at <fail \"stop\">: error calling fail: stop")]
    [InlineData("{{$x = 1}}", 1, 7, "at <1>: undefined variable: $x")]
    public void Render_OfAFailingTemplate_PointsAtTheNode(string template, int line, int column, string message)
    {
        var (_, error) = Render.Partial(template, Data);

        Assert.Equal($"template: t:{line}:{column}: executing \"t\" {message}", error.Message);
        Assert.Equal(TemplateErrorKind.Exec, error.Kind);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void Render_ErrorInADefinition_NamesItAndKeepsTheOutput()
    {
        var (output, error) = Render.Partial("a{{define \"d\"}}b{{.x}}{{end}}{{template \"d\" .s}}c", Data);

        Assert.Equal("ab", output);
        Assert.Equal("template: t:1:18: executing \"d\" at <.x>: can't evaluate field x in type string", error.Message);
    }

    [Fact]
    public void Parse_WithoutTheFunctionSet_DoesNotKnowItsFunctions() => Assert.Equal(
        "template: t:1: function \"upper\" not defined",
        Render.Error("{{upper .s}}", Data, new TemplateOptions { Functions = FunctionSet.Empty }).Message);
}
