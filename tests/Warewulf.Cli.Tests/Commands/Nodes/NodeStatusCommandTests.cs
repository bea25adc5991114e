using System.Text.Json;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Cli.Tests.Commands.Nodes;

[Trait("Suite", "Socket")]
public sealed class NodeStatusCommandTests : CliTest
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    // Made from the head's own records, so that a change of theirs shows here.
    private static readonly NodeStatusResponse Response = new(
        Now,
        [
            new NodeStatus(NodeName.Parse("n1"), NodeBootState.Ready)
            {
                Stage = BootStage.Ready,
                LastSeen = Now.AddSeconds(-4),
                Boots =
                [
                    new BootRecord(Now.AddMinutes(-2))
                    {
                        ImageName = "rocky9",
                        Revision = 7,
                        Address = System.Net.IPAddress.Parse("10.0.0.1"),
                        Stages =
                        [
                            new StageRecord(BootStage.Dhcp, Now.AddMinutes(-2), null, null),
                            new StageRecord(BootStage.Image, Now.AddMinutes(-2).AddSeconds(7.25), 1_500_000_000, "rocky9.img.gz"),
                            new StageRecord(BootStage.Ready, Now.AddMinutes(-2).AddSeconds(41), null, null),
                        ],
                    },
                    new BootRecord(Now.AddDays(-1)) { Stages = [new StageRecord(BootStage.Failed, Now.AddDays(-1), null, "no image")] },
                ],
            },
            new NodeStatus(NodeName.Parse("n2"), NodeBootState.Failed)
            {
                Stage = BootStage.Failed,
                Detail = "checksum",
                LastSeen = Now.AddHours(-26),
                Problems = ["image 'x' was never built"],
            },
            new NodeStatus(NodeName.Parse("n3"), NodeBootState.Unseen),
        ],
        [
            new DiscoveredMachine(MacAddress.Parse("52:54:00:00:00:09"), SegmentName.Parse("rack1"), Now.AddMinutes(-9), Now.AddSeconds(-200))
            {
                Address = System.Net.IPAddress.Parse("10.0.0.200"),
                Vendor = "PXEClient\u001b[31m",
                Stage = BootStage.Dhcp,
            },
        ]);

    private static string Document => JsonSerializer.Serialize(Response, ApiJsonContext.Default.NodeStatusResponse);

    [Fact]
    public async Task Run_Plain_ExactTables()
    {
        Answer("/api/v1/nodes/status", Document);
        var run = await RunAsync("node", "status");
        Assert.Equal(
            new CommandRun(
                0,
                """
                NODE  STATE   STAGE   DETAIL                               LAST SEEN
                ----  -----   -----   ------                               ---------
                n1    ready   ready   --                                   4s
                n2    failed  failed  checksum; image 'x' was never built  1d 2h
                n3    unseen  --      --                                   --

                Machines that belong to no node:

                HWADDR             ADDRESS     SEGMENT  STAGE  VENDOR          LAST SEEN  TO ADOPT IT
                ------             -------     -------  -----  ------          ---------  -----------
                52:54:00:00:00:09  10.0.0.200  rack1    dhcp   PXEClient?[31m  3m 20s     wwctl node add NAME --hwaddr 52:54:00:00:00:09

                """,
                ""),
            run);
    }

    [Fact]
    public async Task Run_Boots_EachWithItsStages()
    {
        Answer("/api/v1/nodes/status", Document);
        var run = await RunAsync("node", "status", "--boots");
        Assert.StartsWith(
            """
            NODE  STARTED               IMAGE   REVISION  ADDRESS   TOOK   STAGES
            ----  -------               -----   --------  -------   ----   ------
            n1    2026-01-02 03:02:05Z  rocky9  7         10.0.0.1  41.0s  dhcp +0.0s, image +7.3s (1.4 GiB), ready +41.0s
            n1    2026-01-01 03:04:05Z  --      --        --        0.0s   failed +0.0s (no image)
            n2    --                    --      --        --        --     --
            n3    --                    --      --        --        --     --

            """,
            run.Out,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-u", "n3")]
    [InlineData("-l", "n1 n2 n3")]
    [InlineData("-r", "n3 n2 n1")]
    [InlineData("-lr", "n3 n2 n1")]
    public async Task Run_Order_AsAsked(string flag, string nodes)
    {
        Answer("/api/v1/nodes/status", Document);
        var lines = (await RunAsync("node", "status", flag)).Out.Split("\n\n")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2);
        Assert.Equal(nodes, string.Join(' ', lines.Select(line => line.Split(' ')[0])));
    }

    [Theory]
    [InlineData("-u", "json", "n3")]
    [InlineData("-lr", "json", "n3 n2 n1")]
    [InlineData("-r", "yaml", "n3 n2 n1")]
    [InlineData("-ur", "yaml", "n3")]
    public async Task Run_DocumentInOrder_AsAskedAndOtherwiseTheHeads(string flag, string format, string nodes)
    {
        Answer("/api/v1/nodes/status", Document);
        var text = (await RunAsync("node", "status", flag, "-o", format)).Out;
        using var document = JsonDocument.Parse(format == "yaml" ? YamlReading.ToJson(text) : text);
        Assert.Equal(nodes, string.Join(' ', document.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("node").GetString())));
        using var whole = JsonDocument.Parse(Document);
        Assert.Equal(
            whole.RootElement.EnumerateObject().Select(member => member.Name), document.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Single(document.RootElement.GetProperty("discovered").EnumerateArray());
    }

    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task Run_Document_SameDataAsTheHeads(string format)
    {
        Answer("/api/v1/nodes/status", Document);
        var text = (await RunAsync("node", "status", "-o", format)).Out;
        using var expected = JsonDocument.Parse(Document);
        using var actual = JsonDocument.Parse(format == "yaml" ? YamlReading.ToJson(text) : text);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), text);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public async Task Run_Terminal_ColoursUnlessNotWanted(string? noColor, bool coloured)
    {
        Answer("/api/v1/nodes/status", Document);
        Terminal.IsOutputTerminal = true;
        Variables["TERM"] = "xterm";
        if (noColor is not null)
        {
            Variables["NO_COLOR"] = noColor;
        }

        var run = await RunAsync("node", "status", "n1");
        Assert.Equal(coloured, run.Out.Contains("\e[32mready\e[0m", StringComparison.Ordinal));
        Assert.Equal(coloured, run.Out.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Watch_GoesOnThroughFailuresUntilInterrupted()
    {
        using var interrupt = new CancellationTokenSource();
        Head.Answer = _ =>
        {
            switch (Head.Requests.Count)
            {
                case 1:
                    return FakeHead.Json(Document);
                case 2:
                    return FakeHead.Refusal("Unavailable", "The database is away.", 503);
                default:
                    interrupt.Cancel();
                    return FakeHead.Json(Document);
            }
        };
        var run = await RunAsync(interrupt.Token, "node", "status", "-w", "-U", "100").WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("ERROR: The database is away.\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Out);
    }

    [Fact]
    public async Task Run_WatchWithoutHead_FailsAtOnce() =>
        Assert.StartsWith("No head answers", await FailAsync("node", "status", "--watch"), StringComparison.Ordinal);
}
