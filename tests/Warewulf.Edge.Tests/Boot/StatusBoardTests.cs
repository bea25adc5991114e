using System.Net;
using System.Text.Json;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Cache;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class StatusBoardTests
{
    [Fact]
    public void WriteTo_AfterANodeIsGone_LeavesItOut()
    {
        var board = new StatusBoard(new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1234)));
        board.Note(NodeName.Parse("n1"), "ipxe", "default.ipxe", IPAddress.Loopback);
        board.Note(NodeName.Parse("gone"), "ipxe", "default.ipxe", IPAddress.Loopback);

        var nodes = Write(board, new EdgeDirectory(new SegmentSnapshot(1)
        {
            Hosts =
            [
                new SegmentHost(MacAddress.Parse("52:54:00:00:00:02"), NodeName.Parse("n2"), "default"),
                new SegmentHost(MacAddress.Parse("52:54:00:00:00:01"), NodeName.Parse("n1"), "default"),
                new SegmentHost(MacAddress.Parse("52:54:00:00:00:03"), NodeName.Parse("n1"), "ib"),
            ],
        }));

        Assert.Equal(["n1", "n2"], nodes.EnumerateObject().Select(node => node.Name));
        Assert.Equal(1234, nodes.GetProperty("n1").GetProperty("last seen").GetInt64());
    }

    [Fact]
    public void WriteTo_WithoutASnapshot_IsEmpty() => Assert.Empty(Write(new StatusBoard(new ManualTimeProvider()), null).EnumerateObject());

    private static JsonElement Write(StatusBoard board, EdgeDirectory? directory)
    {
        using var stream = new MemoryStream();
        board.WriteTo(stream, directory);
        return JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("nodes");
    }
}
