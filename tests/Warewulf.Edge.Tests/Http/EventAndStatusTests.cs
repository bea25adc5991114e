using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Dhcp;

namespace Warewulf.Edge.Tests.Http;

[Trait("Suite", "Socket")]
public sealed class EventAndStatusTests
{
    private const string N1 = "52:54:00:77:ab:01";

    [Theory]
    [InlineData("/event/" + N1 + "?stage=init", 200)]
    [InlineData("/event/?wwid=" + N1 + "&stage=ready", 200)]
    [InlineData("/event/52:54:00:77:ab:99?stage=failed", 400)]
    [InlineData("/event/" + N1 + "?stage=kernel", 400)]
    [InlineData("/event/" + N1 + "?stage=", 400)]
    [InlineData("/event/" + N1, 400)]
    [InlineData("/event/xx?stage=init", 400)]
    [InlineData("/event/?stage=init", 400)]
    public async Task Event_IsTaken_WhenStageAndMachineAreKnown(string path, int status)
    {
        await using var edge = await TestEdge.StartAsync();

        Assert.Equal(status, (int)await edge.StatusOfAsync(path));
        Assert.Equal(status == 200, edge.Loggers.Lines.Any(line => line.Id == 3523));
    }

    [Fact]
    public async Task Event_OfAMachineNobodyKnows_IsTakenOnceItAskedForAScriptOrAnAddress()
    {
        await using var edge = await TestEdge.StartAsync();
        var other = MacAddress.Parse("52:54:00:77:ab:98");
        Assert.Equal(HttpStatusCode.BadRequest, await edge.StatusOfAsync($"/event/{TestEdge.Unknown}?stage=failed"));

        await edge.StatusOfAsync($"/ipxe/{TestEdge.Unknown}");
        edge.Part<BootObserver>().Seen(new DhcpExchange(
            other, IPAddress.Parse("10.77.0.200"), SegmentName.Parse("default"), DhcpClientKind.PxeFirmware, Acked: false, TimeProvider.System.GetUtcNow()));

        Assert.Equal(HttpStatusCode.OK, await edge.StatusOfAsync($"/event/{TestEdge.Unknown}?stage=failed"));
        Assert.Equal(HttpStatusCode.OK, await edge.StatusOfAsync($"/event/{other}?stage=failed"));
        await edge.EventAsync(e => e.Mac == TestEdge.Unknown && e.Stage == BootStage.Failed, "the failure is reported");
    }

    [Fact]
    public async Task Event_RepeatedManyTimes_IsOneEventAndOneLine()
    {
        await using var edge = await TestEdge.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await edge.StatusOfAsync($"/event/{N1}?stage=init"));
            Assert.Equal(HttpStatusCode.BadRequest, await edge.StatusOfAsync($"/event/52:54:00:77:ac:{i:x2}?stage=init"));
        }

        await edge.StatusOfAsync($"/event/{N1}?stage=ready");
        await edge.EventAsync(e => e.Stage == BootStage.Ready, "the next stage is reported");

        Assert.Single(edge.Heads.Events, e => e.Stage == BootStage.Init);
        Assert.Equal(2, edge.Loggers.Lines.Count(line => line.Level >= LogLevel.Information && line.Id is >= 3500 and < 3600));
    }

    [Fact]
    public async Task Status_HasNodesWithoutAHardwareAddressToo()
    {
        await using var edge = await TestEdge.StartAsync(
            edge => edge.Heads.Snapshot = edge.Heads.Snapshot! with { Unaddressed = [NodeName.Parse("n10"), NodeName.Parse("a1")] });

        var text = await edge.Client.GetStringAsync(new Uri("/status", UriKind.Relative));

        var nodes = JsonDocument.Parse(text).RootElement.GetProperty("nodes");
        Assert.Superset(new HashSet<string> { "a1", "n1", "n10" }, nodes.EnumerateObject().Select(node => node.Name).ToHashSet());
        Assert.Equal(0, nodes.GetProperty("n10").GetProperty("last seen").GetInt64());
    }

    [Fact]
    public async Task Event_WithALongReasonFullOfControls_IsCutAndClean()
    {
        await using var edge = await TestEdge.StartAsync();
        var reason = "a\n\r\u001b[31m\u202e\u2028\ud83d\ude00" + new string('x', 5000);

        Assert.Equal(HttpStatusCode.OK, await edge.StatusOfAsync($"/event/{N1}?stage=failed&reason={Uri.EscapeDataString(reason)}"));
        await edge.EventAsync(e => e.Stage == BootStage.Failed, "the failure is reported");

        var taken = edge.Heads.Events.Single().Reason!;
        Assert.StartsWith("a   [31m  \ud83d\ude00xxx", taken, StringComparison.Ordinal);
        Assert.Equal(200, taken.EnumerateRunes().Count());
        Assert.DoesNotContain(edge.Loggers.Lines, line => line.Id == 3523 && line.Text.Any(char.IsControl));
    }

    [Fact]
    public async Task Event_WithBrokenCharacters_DoesNotStopTheEvents()
    {
        await using var edge = await TestEdge.StartAsync();

        await edge.StatusOfAsync($"/event/{N1}?stage=failed&reason=%ED%A0%80%FF%00x");
        await edge.StatusOfAsync($"/event/{N1}?stage=ready");

        await edge.EventAsync(e => e.Stage == BootStage.Ready, "the event after the broken one is reported");
    }

    [Fact]
    public async Task Status_HasEveryNode_InTheFormOfWarewulf()
    {
        await using var edge = await TestEdge.StartAsync();
        await edge.StatusOfAsync("/kernel/" + N1);
        await edge.StatusOfAsync("/image/52:54:00:77:ab:02");
        await edge.StatusOfAsync("/image/52:54:00:77:ab:03");

        var text = await edge.Client.GetStringAsync(new Uri("/status", UriKind.Relative));

        var nodes = JsonDocument.Parse(text).RootElement.GetProperty("nodes");
        Assert.Equal(["n1", "n2", "n3", "n4", "n5"], nodes.EnumerateObject().Select(node => node.Name));
        var first = nodes.GetProperty("n1");
        Assert.Equal(["node name", "stage", "sent", "ipaddr", "last seen"], first.EnumerateObject().Select(field => field.Name));
        Assert.Equal("kernel", first.GetProperty("stage").GetString());
        Assert.Equal("vmlinuz-6.1", first.GetProperty("sent").GetString());
        Assert.Equal("127.0.0.1", first.GetProperty("ipaddr").GetString());
        Assert.True(first.GetProperty("last seen").GetInt64() > 1_700_000_000);
        Assert.Equal("BAD_REQUEST", nodes.GetProperty("n2").GetProperty("sent").GetString());
        Assert.Equal("NOT_FOUND", nodes.GetProperty("n3").GetProperty("sent").GetString());
        Assert.Equal("", nodes.GetProperty("n5").GetProperty("stage").GetString());
        Assert.Equal(0, nodes.GetProperty("n5").GetProperty("last seen").GetInt64());
        Assert.StartsWith("{\n  \"nodes\": {\n    \"n1\": {\n      \"node name\": \"n1\",", text, StringComparison.Ordinal);
    }
}
