using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Boot;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class RepeatedReportsTests
{
    private static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:00:01");
    private static readonly MacAddress Other = MacAddress.Parse("52:54:00:00:00:02");

    private readonly ManualTimeProvider _time = new();
    private readonly RepeatedReports _reports;

    public RepeatedReportsTests() => _reports = new RepeatedReports(_time);

    [Fact]
    public void IsNews_OfTheSameStage_IsSoOncePerWhile()
    {
        Assert.True(_reports.IsNews(Mac, BootStage.Ready, out _));
        _time.Advance(RepeatedReports.While - TimeSpan.FromTicks(1));
        Assert.False(_reports.IsNews(Mac, BootStage.Ready, out _));
        Assert.False(_reports.IsNews(Mac, BootStage.Ready, out _));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.True(_reports.IsNews(Mac, BootStage.Ready, out var repeated));
        Assert.Equal(2, repeated);
    }

    [Fact]
    public void IsNews_OfAnotherStageOrMachine_IsSo()
    {
        Assert.True(_reports.IsNews(Mac, BootStage.Init, out _));
        Assert.True(_reports.IsNews(Mac, BootStage.Ready, out _));
        Assert.True(_reports.IsNews(Mac, BootStage.Failed, out _));
        Assert.True(_reports.IsNews(Other, BootStage.Ready, out _));
    }

    [Fact]
    public void IsNews_AfterANewBootBegan_IsSo()
    {
        Assert.True(_reports.IsNews(Mac, BootStage.Ready, out _));
        Assert.True(_reports.IsNews(Other, BootStage.Ready, out _));

        _reports.Begin(Mac);

        Assert.True(_reports.IsNews(Mac, BootStage.Ready, out _));
        Assert.False(_reports.IsNews(Other, BootStage.Ready, out _));
    }

    [Fact]
    public void IsNews_OfManyMachines_IsToldApartForAll()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 10_000; i++)
            {
                Assert.True(_reports.IsNews(MacAddress.FromBytes([2, 0, 0, 0, (byte)(i >> 8), (byte)i]), BootStage.Ready, out _));
            }

            _time.Advance(RepeatedReports.While);
        }
    }
}
