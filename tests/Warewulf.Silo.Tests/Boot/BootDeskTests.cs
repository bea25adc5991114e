using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Nodes;
using Warewulf.Silo.Boot;
using Warewulf.Silo.Nodes;
using Warewulf.Silo.Segments;
using Warewulf.Silo.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Boot;

/// <summary>One node that is in trouble is in it alone; and no event is lost that could be kept.</summary>
[Trait("Suite", "Fast")]
public sealed class BootDeskTests : IAsyncLifetime
{
    private static readonly MacAddress One = MacAddress.Parse("52:54:00:00:00:01");
    private static readonly MacAddress Two = MacAddress.Parse("52:54:00:00:00:02");

    private SiloLab _lab = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        await _lab.AddAsync("n1", ("hwaddr", One.ToString()));
        await _lab.AddAsync("n2", ("hwaddr", Two.ToString()));
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Theory]
    [InlineData(ApiErrorCode.Internal)]
    [InlineData(ApiErrorCode.NotFound)]
    [InlineData(null)]
    public async Task Report_OneNodeFailsForGood_TakesTheOthersEventsAndDoesNotAskForThemAgain(ApiErrorCode? code)
    {
        var desk = Desk(code is { } known ? new WarewulfException(known, "No.") : new InvalidOperationException("No."));

        await desk.ReportAsync(Batch(), CancellationToken.None);

        Assert.Equal(NodeBootState.Unseen, (await StatusAsync("n1")).State);
        Assert.Equal(NodeBootState.Booting, (await StatusAsync("n2")).State);
    }

    [Theory]
    [InlineData(ApiErrorCode.Unavailable)]
    [InlineData(ApiErrorCode.Busy)]
    public async Task Report_OneNodeFailsForNow_AsksForTheEventsAgain(ApiErrorCode code)
    {
        var desk = Desk(new WarewulfException(code, "Not now."));

        var error = await Assert.ThrowsAsync<WarewulfException>(() => desk.ReportAsync(Batch(), CancellationToken.None));

        Assert.Equal(code, error.Code);
        Assert.Equal(NodeBootState.Booting, (await StatusAsync("n2")).State);
    }

    [Fact]
    public async Task Report_Cancelled_AsksForTheEventsAgain() => await Assert.ThrowsAnyAsync<OperationCanceledException>(
        () => Desk(new OperationCanceledException()).ReportAsync(Batch(), CancellationToken.None));

    [Fact]
    public async Task StoredStateDamaged_NodeStillBootsShowsAndCanBeAddedAgain()
    {
        var store = _lab.Get<SiloStorage>().Grains;
        await store.SaveAsync("node", "n1", "{\"boots\":"u8.ToArray(), 0, CancellationToken.None);
        Assert.Contains("'n1'", Assert.Single((await AllAsync())["n1"].Problems), StringComparison.Ordinal);
        Assert.NotNull((await _lab.Get<BootDesk>().PlanAsync(new PlanRequest(One, "edge1"), CancellationToken.None)).Plan);

        await _lab.Get<BootDesk>().ReportAsync(Batch(), CancellationToken.None);
        Assert.All((await AllAsync()).Values, node => Assert.Equal(NodeBootState.Booting, node.State));

        await store.SaveAsync("node", "n3", "?"u8.ToArray(), 0, CancellationToken.None);
        await _lab.AddAsync("n3");
        Assert.Empty((await AllAsync())["n3"].Problems);
    }

    private BootDesk Desk(Exception failure) => new(
        _lab.Catalog,
        _lab.Get<SnapshotService>(),
        _lab.Get<BootTemplates>(),
        new FailingNodeGrains(_lab.Grains, "n1", failure),
        NullLogger<BootDesk>.Instance);

    private BootEventBatch Batch() => new(
        "edge1", [new BootEvent(One, BootStage.Script, _lab.Time.GetUtcNow()), new BootEvent(Two, BootStage.Script, _lab.Time.GetUtcNow())]);

    private Task<NodeStatus> StatusAsync(string node) => _lab.Grains.Node(NodeName.Parse(node)).StatusAsync(CancellationToken.None);

    private async Task<Dictionary<string, NodeStatus>> AllAsync() =>
        (await _lab.Get<NodeStatusReader>().ReadAsync([], CancellationToken.None)).Nodes.ToDictionary(node => node.Node.ToString());
}
