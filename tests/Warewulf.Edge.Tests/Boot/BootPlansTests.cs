using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tests.Http;
using Warewulf.Edge.Tests.Link;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class BootPlansTests : IDisposable
{
    private static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:00:01");

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeHeadLink _heads = new();
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLoggers _loggers = new();
    private readonly PlanStore _store;
    private readonly BootPlans _plans;
    private long _latest;

    public BootPlansTests()
    {
        _store = new PlanStore(TestEdge.Options(_directory), NullLogger<PlanStore>.Instance);
        _plans = new BootPlans(_heads, _store, () => _latest, _time, _loggers.CreateLogger<BootPlans>());
        _heads.Plans[Mac] = Plan(1);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Current_WhileABootIsUnderWay_IsThePlanOfItsScript()
    {
        await BeginAsync();
        _heads.Plans[Mac] = Plan(2);

        Assert.Equal(1, await CurrentAsync());
        _plans.End(Mac);
        Assert.Equal(2, await CurrentAsync());
    }

    [Fact]
    public async Task Current_LongAfterTheScript_IsFresh()
    {
        await BeginAsync();
        _heads.Plans[Mac] = Plan(2);
        _time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(1, await CurrentAsync());

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, await CurrentAsync());
    }

    [Fact]
    public async Task Begin_WhenTheHeadsAreSlow_TakesTheLastKnownAfterHalfASecond()
    {
        await BeginAsync();
        _heads.Plans[Mac] = Plan(2);
        var gate = new TaskCompletionSource();
        _heads.PlanGate = gate.Task;

        var begin = Task.Run(() => _plans.BeginAsync(Mac, CancellationToken.None));
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return begin.IsCompleted;
            },
            "the last known plan is used");

        Assert.Equal(1, (await begin).Plan!.Revision);
        Assert.Contains(_loggers.Lines, line => line.Id == 3500 && line.Level == LogLevel.Warning);

        gate.SetResult();
        await Eventually.HoldsAsync(() => _store.LoadAsync(Mac, CancellationToken.None).Result!.Plan!.Revision == 2, "the late answer is kept");
    }

    [Fact]
    public async Task Begin_BeforeHalfASecondIsOver_WaitsForTheHeads()
    {
        await BeginAsync();
        _heads.Plans[Mac] = Plan(2);
        var gate = new TaskCompletionSource();
        _heads.PlanGate = gate.Task;
        var begin = Task.Run(() => _plans.BeginAsync(Mac, CancellationToken.None));
        await Eventually.HoldsAsync(() => _time.IsAwaited(TimeSpan.FromMilliseconds(500)), "half a second is waited for");
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(begin.IsCompleted);

        gate.SetResult();

        Assert.Equal(2, (await begin).Plan!.Revision);
    }

    [Fact]
    public async Task Begin_WhenTheCatalogHasChangedSince_WaitsLongerForTheHeads()
    {
        await BeginAsync();
        _latest = 2;
        _heads.Plans[Mac] = Plan(2);
        var gate = new TaskCompletionSource();
        _heads.PlanGate = gate.Task;
        var begin = Task.Run(() => _plans.BeginAsync(Mac, CancellationToken.None));
        await Eventually.HoldsAsync(() => _time.IsAwaited(TimeSpan.FromSeconds(5)), "five seconds are waited for");
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(begin.IsCompleted);

        gate.SetResult();

        Assert.Equal(2, (await begin).Plan!.Revision);
    }

    [Fact]
    public async Task Begin_OfANodeNeverSeen_WaitsForTheHeads()
    {
        var gate = new TaskCompletionSource();
        _heads.PlanGate = gate.Task;
        var begin = Task.Run(() => _plans.BeginAsync(Mac, CancellationToken.None));
        await Eventually.HoldsAsync(() => _heads.PlansAsked == 1, "a head is asked");
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(begin.IsCompleted);

        gate.SetResult();

        Assert.Equal(1, (await begin).Plan!.Revision);
    }

    [Fact]
    public async Task Begin_WithHeadsAway_TakesTheLastKnownAlsoAfterARestart()
    {
        await BeginAsync();
        _heads.Away = true;
        var restarted = new BootPlans(_heads, _store, () => _latest, _time, _loggers.CreateLogger<BootPlans>());

        Assert.Equal(1, (await restarted.BeginAsync(Mac, CancellationToken.None)).Plan!.Revision);
        await Assert.ThrowsAsync<WarewulfException>(() => restarted.BeginAsync(MacAddress.Parse("52:54:00:00:00:02"), CancellationToken.None));
    }

    [Fact]
    public async Task Begin_OfAMachineThatIsNoNodeAnyMore_ForgetsItsPlan()
    {
        await BeginAsync();
        _heads.Plans.Clear();

        Assert.Null((await _plans.BeginAsync(Mac, CancellationToken.None)).Plan);
        _heads.Away = true;

        await Assert.ThrowsAsync<WarewulfException>(() => _plans.BeginAsync(Mac, CancellationToken.None));
    }

    [Fact]
    public async Task Begin_WhenThePlanCannotBeKept_StillGivesIt()
    {
        Directory.Delete(_directory.Below("cache/plans"));

        Assert.Equal(1, (await _plans.BeginAsync(Mac, CancellationToken.None)).Plan!.Revision);
        Assert.Contains(_loggers.Lines, line => line.Id == 3501);
    }

    [Fact]
    public async Task Begin_OfUnknownMachines_KeepsNothing()
    {
        for (byte i = 0; i < 100; i++)
        {
            await _plans.BeginAsync(MacAddress.FromBytes([2, 0, 0, 0, 0, i]), CancellationToken.None);
        }

        Assert.Empty(Directory.GetFiles(_directory.Below("cache/plans")));
    }

    private static BootPlan Plan(long revision) => new(NodeName.Parse("n1"), revision);

    private async Task BeginAsync() => _plans.Pin(Mac, await _plans.BeginAsync(Mac, CancellationToken.None));

    private async Task<long> CurrentAsync() => (await _plans.CurrentAsync(Mac, BootStage.Runtime, CancellationToken.None)).Plan!.Revision;
}
