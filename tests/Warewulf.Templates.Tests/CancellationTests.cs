using System.Buffers;
using System.Text;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

[Trait("Suite", "Fast")]
public sealed class CancellationTests
{
    private static readonly TemplateOptions WithCancel = new()
    {
        MaxSteps = 100_000_000,
        Functions = FunctionSet.Sprig.With(GoFunction.Create("cancel", GoType.String, [], static (execution, _) =>
        {
            ((CancellationTokenSource)execution.State!).Cancel();
            return GoValue.String("");
        })),
    };

    [Theory]
    [InlineData("before{{cancel}}{{range 1000000000000}}{{end}}after")]
    [InlineData("before{{cancel}}{{range 1000000000000}}{{$x := 1}}{{end}}after")]
    [InlineData("before{{cancel}}{{$x := repeat 100 \"abc\"}}after")]
    [InlineData("before{{$l := list 1}}{{range 20}}{{$l = list $l $l}}{{end}}{{cancel}}{{print $l}}after")]
    [InlineData("before{{$l := list 1}}{{range 20}}{{$l = list $l $l}}{{end}}{{cancel}}{{has $l (list $l (list $l))}}after")]
    [InlineData("before{{define \"r\"}}{{template \"r\"}}{{end}}{{cancel}}{{range 100000}}{{end}}{{template \"r\"}}after")]
    public void Render_WhenCancelled_ThrowsAndKeepsWhatWasWritten(string template)
    {
        using var source = new CancellationTokenSource();
        var output = new ArrayBufferWriter<byte>();

        var error = Assert.Throws<OperationCanceledException>(() => GoTemplate.Parse("t", template, WithCancel)
            .Render(default, output, new RenderSettings { State = source, CancellationToken = source.Token }));

        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal("before", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Render_CancelledBefore_WritesNothing()
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<OperationCanceledException>(() => GoTemplate.Parse("t", "text")
            .Render(default, output, new RenderSettings { CancellationToken = new CancellationToken(canceled: true) }));

        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Render_AfterACancelledOne_WorksOnTheSameThread()
    {
        var template = GoTemplate.Parse("t", "{{print (list .)}}");
        Assert.Throws<OperationCanceledException>(() => template
            .Render(default, new ArrayBufferWriter<byte>(), new RenderSettings { CancellationToken = new CancellationToken(canceled: true) }));

        Assert.Equal("[1]", template.Render(GoValue.Int(1)));
    }
}
