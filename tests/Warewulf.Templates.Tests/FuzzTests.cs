using System.Text;
using Warewulf.TemplateFuzz.Hammering;

namespace Warewulf.Templates.Tests;

/// <summary>A small part of what <c>tests/Warewulf.TemplateFuzz</c> does for as long as one likes.</summary>
[Trait("Suite", "Fast")]
public sealed class FuzzTests
{
    private const ulong Seed = 20_250_117;
    private const int Inputs = 40_000;

    [Fact]
    public void Engine_GivenSpoiledTemplates_OnlyEverRefuses()
    {
        byte[] last = [];

        var report = Hammer.Run(Seed, Inputs, input => last = input);

        Assert.True(report.Problems.Count == 0, $"{report}, last input {Encoding.Latin1.GetString(last)}\n{string.Join('\n', report.Problems)}");
        Assert.Equal(Inputs, report.Rendered + report.Parsed + report.Refused);
        Assert.True(report.Rendered > Inputs / 20 && report.Refused > Inputs / 20, $"the changes are one-sided: {report}");
    }
}
