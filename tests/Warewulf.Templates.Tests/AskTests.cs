using System.Buffers;
using System.Text;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

/// <summary>Functions that ask the data without being given them.</summary>
[Trait("Suite", "Fast")]
public sealed class AskTests
{
    private static readonly TemplateOptions Options = new()
    {
        Functions = FunctionSet.Sprig.With(
            GoFunction.Create("name", GoType.String, [], static (execution, _) => execution.Ask("Name")),
            GoFunction.Create("nothing", GoType.String, [], static (execution, _) => execution.Ask("Nothing"))),
    };

    [Theory]
    [InlineData("{{name}}", "h17", ".Name Value")]
    [InlineData("{{range .Groups}}{{with name}}{{.}}{{end}}{{end}}", "h17", ".Name Truth, Value")]
    [InlineData("{{if name}}yes{{end}}", "yes", ".Name Truth")]
    [InlineData("{{name | upper}}", "H17", ".Name Value")]
    public void Ask_ReadsAsTheTemplateWould(string template, string expected, string read)
    {
        var (text, reads) = Observe(template, Example("h1"));

        Assert.Equal(expected, text);
        Assert.Contains(read, reads.Paths.Select(static r => $"{r.Path} {r.Kinds & ~ReadKinds.Presence}"));
        Assert.Null(reads.Obstacle);
    }

    [Fact]
    public void Fingerprint_OfWhatWasAsked_TellsDataApart()
    {
        var (_, reads) = Observe("{{name}}", Example("h1"));

        Assert.Equal(reads.Fingerprint(Example("h1").Value), reads.Fingerprint(Example("h1").Value));
        Assert.NotEqual(reads.Fingerprint(Example("h1").Value), reads.Fingerprint(Example("h2").Value));
    }

    [Fact]
    public void Ask_ForWhatIsNotThere_FailsTheTemplate()
    {
        var error = Assert.Throws<TemplateException>(() => GoTemplate.Parse("t", "{{nothing}}", Options).Render(Example("h1").Value));
        Assert.Contains("the data have no method Nothing", error.Message, StringComparison.Ordinal);
        Assert.Throws<TemplateException>(() => GoTemplate.Parse("t", "{{name}}", Options).Render(GoValue.Nil));
    }

    private static Host Example(string id) => new() { Id = id, Hidden = 7, Groups = ["a"] };

    private static (string Text, TemplateReads Reads) Observe(string template, Host host)
    {
        var reads = new TemplateReads();
        var output = new ArrayBufferWriter<byte>();
        GoTemplate.Parse("t", template, Options).Render(host.Value, output, new RenderSettings { Reads = reads });
        return (Encoding.UTF8.GetString(output.WrittenSpan), reads);
    }
}
