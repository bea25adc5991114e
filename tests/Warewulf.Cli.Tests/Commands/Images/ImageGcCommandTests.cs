using System.Text.Json;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Tests.Commands.Images;

[Trait("Suite", "Socket")]
public sealed class ImageGcCommandTests : CliTest
{
    private const string Report =
        """{"dryRun":false,"examined":{"count":30,"bytes":3145728},"reachable":{"count":20,"bytes":2097152},"inUse":{"count":1,"bytes":10},"young":{"count":2,"bytes":20},"uncertain":{"count":0,"bytes":0},"removed":{"count":7,"bytes":1048546},"warnings":["Image 'rocky9' lacks 3"]}""";

    [Theory]
    [InlineData(false, "removed         ")]
    [InlineData(true, "would be removed")]
    public async Task Gc_Report_ExactTable(bool dryRun, string removed)
    {
        Answer("/api/v1/images/gc", Report);
        var run = await RunAsync(["image", "gc", .. dryRun ? (string[])["--dry-run"] : []]);
        Assert.Equal(
            new CommandRun(
                0,
                $"""
                CONTENT                        COUNT  SIZE
                -------                        -----  ----
                examined                       30     3.0 MiB
                kept: images or nodes need it  20     2.0 MiB
                kept: work goes on with it     1      10 B
                kept: less than a day old      2      20 B
                kept: cannot be told           0      0 B
                {removed}               7      1024.0 KiB

                """,
                "WARN: Image 'rocky9' lacks 3\n"),
            run);
        Assert.Equal(new ImageGcRequest { DryRun = dryRun }, Sent<ImageGcRequest>());
    }

    [Fact]
    public async Task Gc_AsJson_IsTheHeadsAnswer()
    {
        Answer("/api/v1/images/gc", Report);
        using var document = JsonDocument.Parse((await RunAsync("image", "gc", "-o", "json")).Out);
        Assert.Equal(1_048_546, document.RootElement.GetProperty("removed").GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Gc_AnswerOfAnotherForm_SaysWhatItLacks()
    {
        Answer("/api/v1/images/gc", """{"examined":{"count":1,"bytes":1}}""");
        Assert.Contains("lacks 'reachable'", await FailAsync("image", "gc"), StringComparison.Ordinal);
    }
}
