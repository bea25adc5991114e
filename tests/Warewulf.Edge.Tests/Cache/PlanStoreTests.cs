using Microsoft.Extensions.Logging;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tests.Http;

namespace Warewulf.Edge.Tests.Cache;

[Trait("Suite", "Fast")]
public sealed class PlanStoreTests : IDisposable
{
    private static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:00:01");

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingLoggers _loggers = new();

    private string PlanFile => _directory.Below("cache/plans/52:54:00:00:00:01.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Save_ThenLoadByAnother_GivesThePlan()
    {
        await Store().SaveAsync(Mac, Plan(3), CancellationToken.None);

        var plan = await Store().LoadAsync(Mac, CancellationToken.None);

        Assert.Equal(3, plan!.Plan!.Revision);
        Assert.Equal("n1", plan.Plan.Node.ToString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PlanFile));
    }

    [Fact]
    public async Task Save_OfTheSame_WritesNothing_AndOfAnotherInTheSameRevisionDoes()
    {
        var store = Store();
        await store.SaveAsync(Mac, Plan(3), CancellationToken.None);
        var before = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(PlanFile, before);

        await store.SaveAsync(Mac, Plan(3), CancellationToken.None);
        Assert.Equal(before, File.GetLastWriteTimeUtc(PlanFile));

        await store.SaveAsync(Mac, new PlanResponse { Plan = Plan(3).Plan! with { ImageName = "other" } }, CancellationToken.None);
        Assert.Equal("other", (await store.LoadAsync(Mac, CancellationToken.None))!.Plan!.ImageName);
    }

    [Fact]
    public async Task Load_OfNothingOrGarbage_IsNothing()
    {
        var store = Store();
        Assert.Null(await store.LoadAsync(Mac, CancellationToken.None));
        await File.WriteAllTextAsync(PlanFile, "{\"plan\":");

        Assert.Null(await store.LoadAsync(Mac, CancellationToken.None));
        Assert.Contains(_loggers.Lines, line => line.Id == 3320);
    }

    [Fact]
    public async Task Remove_OfWhatIsThereOrNot_LeavesNothing()
    {
        var store = Store();
        await store.SaveAsync(Mac, Plan(3), CancellationToken.None);

        store.Remove(Mac);
        store.Remove(Mac);

        Assert.Null(await store.LoadAsync(Mac, CancellationToken.None));
    }

    [Fact]
    public void Start_RemovesWhatACrashLeft()
    {
        Store();
        File.WriteAllText(_directory.Below("cache/plans/.x.json.tmp-1"), "half");

        Store();

        Assert.Empty(Directory.GetFiles(_directory.Below("cache/plans")));
    }

    private static PlanResponse Plan(long revision) => new() { Plan = new BootPlan(NodeName.Parse("n1"), revision) };

    private PlanStore Store() => new(TestEdge.Options(_directory), _loggers.CreateLogger<PlanStore>());
}
