using Warewulf.Cli.Commands;
using Warewulf.Cli.Tests.Support;

namespace Warewulf.Cli.Tests.Commands;

[Trait("Suite", "Socket")]
public sealed class VersionCommandTests : CliTest
{
    [Theory]
    [InlineData("version")]
    [InlineData("vers")]
    public async Task Run_Plain_AsksNobody(string verb)
    {
        var run = await RunAsync(verb);
        Assert.Equal(new CommandRun(0, $"wwctl {VersionCommand.Own}\n", ""), run);
        Assert.Empty(Head.Requests);
    }

    [Fact]
    public void Own_OfThisBuild_HasNoCommit() => Assert.Matches(@"^\d+\.\d+\.\d+", VersionCommand.Own);

    [Fact]
    public async Task Run_All_AddsTheHead()
    {
        Answer("/api/v1/version", """{"version":"9.8.7","head":"h1","revision":12}""");
        var run = await RunAsync("version", "--all");
        Assert.Equal(new CommandRun(0, $"wwctl {VersionCommand.Own}\nhead h1: 9.8.7, revision 12\n", ""), run);
    }

    [Fact]
    public async Task Run_AllAsJson_OneDocument()
    {
        Answer("/api/v1/version", """{"version":"9.8.7","head":"h1","revision":12}""");
        var run = await RunAsync("version", "-a", "-o", "json");
        Assert.Equal(
            $$"""
            {
              "version": "{{VersionCommand.Own}}",
              "head": {
                "version": "9.8.7",
                "head": "h1",
                "revision": 12
              }
            }

            """,
            run.Out);
    }

    [Fact]
    public async Task Run_AllWithoutHead_FailsAndWritesNothing() =>
        Assert.StartsWith("No head answers on unix:", await FailAsync("version", "--all"), StringComparison.Ordinal);
}
