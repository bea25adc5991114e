using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

[Trait("Suite", "Fast")]
public sealed class LanguageTests
{
    private static readonly GoValue Data = Render.Dictionary(
        ("name", GoValue.String("n042")),
        ("count", GoValue.Int(3)),
        ("nics", GoValue.Strings(["eth0", "ib0"])),
        ("tags", GoValue.Strings(new Dictionary<string, string> { ["rack"] = "r7", ["bay"] = "2" })),
        ("none", GoValue.List([])),
        ("deep", Render.Dictionary(("a", Render.Dictionary(("b", GoValue.String("bottom")))))));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("[{{.name}}]", "[n042]")]
    [InlineData("{{$.name}}", "n042")]
    [InlineData("{{.deep.a.b}}", "bottom")]
    [InlineData("{{.deep.x.b}}", "<no value>")]
    [InlineData("{{(.deep).a.b}}", "bottom")]
    [InlineData("{{true}} {{1}} {{'x'}} {{1.50}} {{`r\\n`}} {{\"q\\n\"}}", "true 1 120 1.5 r\\n q\n")]
    [InlineData("{{0x10}} {{0b11}} {{0o17}} {{017}} {{1_000}} {{0x1p4}}", "16 3 15 15 1000 16")]
    [InlineData("{{1i}} {{1+2i}}", "(0+1i) (1+2i)")]
    public void Actions_OfEveryOperand_PrintTheirValue(string template, string expected) => Assert.Equal(expected, Render.Text(template, Data));

    [Theory]
    [InlineData("a \n {{- 1}} b", "a1 b")]
    [InlineData("a {{1 -}} \t\n b", "a 1b")]
    [InlineData("a {{- 1 -}} b", "a1b")]
    [InlineData("{{-1}}", "-1")]
    [InlineData("a {{- /* gone */ -}} b", "ab")]
    [InlineData("a{{/* two\nlines */}}b", "ab")]
    [InlineData("x\u00a0{{- 1}}", "x\u00a01")]
    public void Trimming_TakesAsciiSpaceOnly(string template, string expected) => Assert.Equal(expected, Render.Text(template));

    [Theory]
    [InlineData("{{if .name}}y{{else}}n{{end}}", "y")]
    [InlineData("{{if .none}}y{{else}}n{{end}}", "n")]
    [InlineData("{{if .missing}}a{{else if .count}}b{{else}}c{{end}}", "b")]
    [InlineData("{{with .deep.a}}{{.b}}{{end}}", "bottom")]
    [InlineData("{{with .missing}}a{{else with .name}}{{.}}{{end}}", "n042")]
    [InlineData("{{with $x := .count}}{{$x}}{{end}}", "3")]
    public void Conditions_FollowTruth(string template, string expected) => Assert.Equal(expected, Render.Text(template, Data));

    [Theory]
    [InlineData("{{range .nics}}<{{.}}>{{end}}", "<eth0><ib0>")]
    [InlineData("{{range $n := .nics}}<{{$n}}>{{end}}", "<eth0><ib0>")]
    [InlineData("{{range $i, $n := .nics}}{{$i}}={{$n}} {{end}}", "0=eth0 1=ib0 ")]
    [InlineData("{{range $k, $v := .tags}}{{$k}}={{$v}} {{end}}", "bay=2 rack=r7 ")]
    [InlineData("{{range .none}}x{{else}}empty{{end}}", "empty")]
    [InlineData("{{range .missing}}x{{else}}empty{{end}}", "empty")]
    [InlineData("{{range .count}}{{.}}{{end}}", "012")]
    [InlineData("{{range 5}}{{if eq . 1}}{{continue}}{{end}}{{if eq . 3}}{{break}}{{end}}{{.}}{{end}}", "02")]
    [InlineData("{{range 2}}{{range 2}}{{if .}}{{break}}{{end}}{{.}}{{end}};{{end}}", "0;0;")]
    [InlineData("{{$last := 0}}{{range $last = .nics}}{{end}}{{$last}}", "ib0")]
    public void Ranges_VisitInOrder(string template, string expected) => Assert.Equal(expected, Render.Text(template, Data));

    [Theory]
    [InlineData("{{$x := 1}}{{$x = 2}}{{$x}}", "2")]
    [InlineData("{{$x := 1}}{{if true}}{{$x := 2}}{{$x}}{{end}}{{$x}}", "21")]
    [InlineData("{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}", "2")]
    [InlineData("{{$x := 1}}{{$x := print $x 1}}{{$x}}", "1 1")]
    [InlineData("{{$a := 1}}{{if true}}{{$b := 2}}{{$a}}{{$b}}{{end}}{{$c := 3}}{{$a}}{{$c}}", "1213")]
    [InlineData("{{$m := .deep}}{{$m.a.b}}", "bottom")]
    public void Variables_HaveTheScopeOfTheirBlock(string template, string expected) => Assert.Equal(expected, Render.Text(template, Data));

    [Theory]
    [InlineData("{{define \"a\"}}[{{.}}]{{end}}{{template \"a\" .name}}{{template \"a\"}}", "[n042][<no value>]")]
    [InlineData("{{block \"b\" .count}}{{.}}{{end}}{{template \"b\" 4}}", "34")]
    [InlineData("{{define \"c\"}}{{if .}}{{index . 0}}{{template \"c\" slice . 1}}{{end}}{{end}}{{template \"c\" .nics}}", "eth0ib0")]
    [InlineData("{{define \"v\"}}{{$x := 2}}{{$x}}{{end}}{{$x := 1}}{{template \"v\"}}{{$x}}", "21")]
    public void Definitions_RunWithTheirOwnDot(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, Data, new TemplateOptions { Functions = Functions.FunctionSet.Empty }));

    [Theory]
    [InlineData("{{.name | upper | printf \"%s-%s\" \"x\"}}", "x-N042")]
    [InlineData("{{printf \"%d\" (len .nics)}}", "2")]
    [InlineData("{{(index .nics 1) | len}}", "3")]
    [InlineData("{{or .missing \"d\"}}{{and .name 7}}{{not .name}}", "d7false")]
    [InlineData("{{or true (fail \"never\")}}", "true")]
    [InlineData("{{and false (fail \"never\")}}", "false")]
    public void Pipelines_PassTheValueAsLastArgument(string template, string expected) => Assert.Equal(expected, Render.Text(template, Data));

    [Theory]
    [InlineData("<%", "%>", "a<%- .name -%> b {{.name}}", "an042b {{.name}}")]
    [InlineData("[[", "]]", "[[/* c */]][[if .name]]y[[end]]", "y")]
    [InlineData("", "", "{{.name}}", "n042")]
    [InlineData("|", "|", "|.name|!", "n042!")]
    public void Delimiters_CanBeChosen(string left, string right, string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, Data, new TemplateOptions { LeftDelimiter = left, RightDelimiter = right }));

    [Fact]
    public void MissingKey_Zero_GivesTheZeroOfTheElement() =>
        Assert.Equal("[]", Render.Text("[{{.tags.nope}}]", Data, new TemplateOptions { MissingKey = MissingKey.Zero }));

    [Fact]
    public void MissingKey_Error_NamesTheKey() => Assert.Equal(
        "template: t:1:7: executing \"t\" at <.tags.nope>: map has no entry for key \"nope\"",
        Render.Error("{{.tags.nope}}", Data, new TemplateOptions { MissingKey = MissingKey.Error }).Message);

    [Fact]
    public void ToString_OfTheTemplate_IsTheNormalForm() => Assert.Equal(
        "{{if .a}}x{{else}}{{if .b}}{{range $i, $e := .c}}{{break}}{{end}}{{end}}{{end}}{{template \"q\" (print 1)}}",
        GoTemplate.Parse("t", "{{ if   .a }}x{{else if .b}}{{range $i,$e := .c}}{{ break }}{{end}}{{end}}{{template `q` (print 1)}}").ToString());

    [Fact]
    public void With_FurtherText_AddsAndReplacesTemplates()
    {
        var set = GoTemplate.Parse("t", "{{template \"a\"}}{{define \"a\"}}old{{end}}").With("more", "{{define \"a\"}}new{{end}}");

        Assert.Equal("new", set.Render(default));
        Assert.Null(set.Lookup("unknown"));
        Assert.Equal("new", set.Lookup("a")!.Render(default));
        Assert.Contains("more", set.DefinedNames);
    }

    [Fact]
    public void Bytes_CutInsideACharacter_ComeOutUnchanged()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var options = new TemplateOptions { Functions = Functions.FunctionSet.Empty };

        GoTemplate.Parse("t", "{{slice . 0 2}}|{{slice . 2}}|{{len .}}", options).Render(GoValue.String("hé"), output);

        Assert.Equal([0x68, 0xC3, (byte)'|', 0xA9, (byte)'|', (byte)'3'], output.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData("{{\"X\"}}", "efbfbd")]
    [InlineData("{{\"X\\n\"}}", "efbfbd0a")]
    [InlineData("{{`X`}}", "80")]
    [InlineData("{{\"\\x80\"}}", "80")]
    [InlineData("X{{1}}", "8031")]
    public void Bytes_ThatAreNoText_AreReplacedInQuotedConstantsOnly(string template, string expected)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(template);
        text.AsSpan().Replace((byte)'X', (byte)0x80);
        var output = new System.Buffers.ArrayBufferWriter<byte>();

        GoTemplate.Parse("t", text).Render(default, output);

        Assert.Equal(expected, Convert.ToHexStringLower(output.WrittenSpan));
    }
}
