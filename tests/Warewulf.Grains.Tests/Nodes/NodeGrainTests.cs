using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Nodes;
using Warewulf.TestKit;

namespace Warewulf.Grains.Tests.Nodes;

[Trait("Suite", "Fast")]
public sealed class NodeGrainTests
{
    [Fact]
    public async Task Plan_AskedAgainAndAgain_IsStoredOnce()
    {
        await using var host = new NodeHost();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("rocky9", (await host.PlanAsync(BootStage.Runtime)).ImageName);
            host.Planner.Revision++;
        }

        Assert.Equal(1, host.Memory.Saves);
        host.Planner.Image = "rocky10";
        await host.PlanAsync(BootStage.Runtime);
        Assert.Equal(2, host.Memory.Saves);
    }

    [Fact]
    public async Task Plan_Problems_ShowInTheStatus()
    {
        await using var host = new NodeHost();
        host.Planner.Problems = ["Node 'n1' cannot use image 'rocky9': it was never built."];
        await host.PlanAsync(BootStage.Script);

        Assert.Equal(host.Planner.Problems, (await host.StatusAsync()).Problems);

        host.Planner.Problems = [];
        await host.PlanAsync(BootStage.Script);
        Assert.Empty((await host.StatusAsync()).Problems);
    }

    [Fact]
    public async Task Plan_UnknownNode_SaysSoAndStoresNothing()
    {
        await using var host = new NodeHost();

        var error = await Assert.ThrowsAsync<WarewulfException>(() => host.Find("missing").PlanAsync(
            new(MacAddress.Parse("52:54:00:00:00:02"), "edge1"), CancellationToken.None));

        Assert.Equal(ApiErrorCode.NotFound, error.Code);
        Assert.Equal(0, host.Memory.Saves);
    }

    [Fact]
    public async Task Plan_CannotBeStored_IsGivenAllTheSame()
    {
        FaultyGrainStore? faulty = null;
        await using var host = new NodeHost(wrap: inner => faulty = new FaultyGrainStore(inner) { BeforeSave = (_, _, _) => throw new IOException("full") });

        Assert.Equal("rocky9", (await host.PlanAsync(BootStage.Script)).ImageName);

        Assert.Equal(0, host.Memory.Saves);
        faulty!.BeforeSave = null;
        await host.PlanAsync(BootStage.Script);
        Assert.Equal(1, host.Memory.Saves);
    }

    [Fact]
    public async Task Report_ABoot_ShowsInTheStatus()
    {
        await using var host = new NodeHost();
        Assert.Equal(NodeBootState.Unseen, (await host.StatusAsync()).State);
        await host.ReachAsync(BootStage.Dhcp, powerOn: true);
        await host.PlanAsync(BootStage.Script);
        foreach (var stage in (BootStage[])[BootStage.Script, BootStage.Kernel, BootStage.Image, BootStage.System])
        {
            await host.ReachAsync(stage);
        }

        var status = await host.StatusAsync();

        Assert.Equal((NodeBootState.Booting, BootStage.System), (status.State, status.Stage!.Value));
        Assert.Equal(("rocky9", 7L), (status.Boots[0].ImageName, status.Boots[0].Revision!.Value));
        Assert.Equal(5, status.Boots[0].Stages.Length);
        host.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(NodeBootState.Lost, (await host.StatusAsync()).State);
    }

    [Fact]
    public async Task Report_SameEventsAgain_StoresNothing()
    {
        await using var host = new NodeHost();
        var events = new[] { host.Event(BootStage.Script, 0), host.Event(BootStage.Kernel, 1), host.Event(BootStage.Ready, 30) };
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.ReportAsync(events);
        var saves = host.Memory.Saves;

        await host.ReportAsync(events);
        await host.ReportAsync([.. events.Reverse()]);

        Assert.Equal(saves, host.Memory.Saves);
    }

    [Fact]
    public async Task Report_PollingOnceUp_StoresLastSeenOnceAMinute()
    {
        await using var host = new NodeHost();
        await host.ReachAsync(BootStage.Script);
        await host.ReachAsync(BootStage.Ready);
        var saves = host.Memory.Saves;
        for (var i = 0; i < 120; i++)
        {
            await host.ReachAsync(BootStage.Runtime);
        }

        Assert.Equal(saves + 2, host.Memory.Saves);
        Assert.Equal(host.Time.GetUtcNow(), (await host.StatusAsync()).LastSeen);
    }

    [Fact]
    public async Task Report_EdgeClockAhead_DoesNotPutLastSeenInTheFuture()
    {
        await using var host = new NodeHost();

        await host.ReportAsync(host.Event(BootStage.Script, 3600));

        Assert.Equal(host.Time.GetUtcNow(), (await host.StatusAsync()).LastSeen);
    }

    [Fact]
    public async Task Report_EdgeClockADayAheadThenARealBoot_ShowsTheRealOne()
    {
        await using var host = new NodeHost();
        const double Day = 86_400;
        await host.ReportAsync(host.Event(BootStage.Script, Day), host.Event(BootStage.Kernel, Day + 1), host.Event(BootStage.Ready, Day + 60));
        host.Time.Advance(TimeSpan.FromHours(1));

        await host.ReachAsync(BootStage.Dhcp, powerOn: true);
        var begun = host.Time.GetUtcNow();
        await host.ReachAsync(BootStage.Script);

        var status = await host.StatusAsync();
        Assert.Equal((NodeBootState.Booting, BootStage.Script), (status.State, status.Stage!.Value));
        Assert.Equal([begun, host.Start], status.Boots.Select(boot => boot.StartedAt));
        Assert.All(status.Boots.SelectMany(boot => boot.Stages), stage => Assert.True(stage.At <= host.Time.GetUtcNow()));
    }

    [Fact]
    public async Task Report_ScriptOfANewerRevisionThatBootsTheSame_StampsTheScripts()
    {
        await using var host = new NodeHost();
        await host.ImageAsync(BootStage.Script);
        var saves = host.Memory.Saves;
        host.Planner.Revision = 9;
        var plan = await host.PlanAsync(BootStage.Script);
        Assert.Equal(saves, host.Memory.Saves);

        await host.ReportAsync(host.Event(BootStage.Script, 0) with { Revision = plan.Revision, ImageName = plan.ImageName });

        var boot = Assert.Single((await host.StatusAsync()).Boots);
        Assert.Equal(("rocky9", 9L), (boot.ImageName, boot.Revision!.Value));
    }

    [Fact]
    public async Task Report_ScriptOfAnOlderPlanThanTheLastAssigned_StampsTheScripts()
    {
        await using var host = new NodeHost();
        host.Planner.Revision = 9;
        host.Planner.Image = "rocky10";
        await host.PlanAsync(BootStage.Script);

        await host.ReportAsync(host.Event(BootStage.Script, 0) with { Revision = 5, ImageName = "rocky9" });

        var boot = Assert.Single((await host.StatusAsync()).Boots);
        Assert.Equal(("rocky9", 5L), (boot.ImageName, boot.Revision!.Value));
    }

    [Fact]
    public async Task Report_ThenRestart_IsStillThere()
    {
        var memory = new InMemoryGrainStore();
        await using (var host = new NodeHost(memory))
        {
            await host.ReportAsync(host.Event(BootStage.Script, 0) with { File = "default.ipxe", Address = System.Net.IPAddress.Loopback });
            await host.Node.SetNextBootAsync(new NextBoot { ImageName = "rescue", KernelArgs = ["quiet"] }, CancellationToken.None);
        }

        await using var again = new NodeHost(memory);

        var status = await again.StatusAsync();
        Assert.Equal("default.ipxe", status.Detail);
        Assert.Equal(System.Net.IPAddress.Loopback, status.Boots[0].Address);
        var next = await again.Node.NextBootAsync(CancellationToken.None);
        Assert.Equal(("rescue", "quiet"), (next!.ImageName, Assert.Single(next.KernelArgs!.Value)));
    }

    [Fact]
    public async Task Forget_Node_LeavesNothing()
    {
        await using var host = new NodeHost();
        await host.ReachAsync(BootStage.Script);

        await host.Node.ForgetAsync(CancellationToken.None);

        Assert.Equal(NodeBootState.Unseen, (await host.StatusAsync()).State);
        Assert.Null(await host.Memory.LoadAsync("node", "n1", CancellationToken.None));
    }

    [Fact]
    public async Task LoadAll_StoredNodes_AgreesWithEachGrain()
    {
        await using var host = new NodeHost();
        await host.ReachAsync(BootStage.Script);
        for (var i = 2; i < 50; i++)
        {
            await host.Find($"n{i}").ReportAsync([host.Event(BootStage.Ready, i)], CancellationToken.None);
        }

        var all = await new NodeStates(host.Memory, new BootTrackerOptions(), host.Time).LoadAllAsync(CancellationToken.None);

        Assert.Equal(49, all.Count);
        Assert.Equal(NodeBootState.Booting, all[NodeName.Parse("n1")].State);
        Assert.Equal(NodeBootState.Ready, all[NodeName.Parse("n30")].State);
        Assert.Equal((await host.StatusAsync()).LastSeen, all[NodeName.Parse("n1")].LastSeen);
    }

    [Fact]
    public async Task LoadAll_DamagedState_IsAProblemOfThatNodeAlone()
    {
        await using var host = new NodeHost();
        await host.ReachAsync(BootStage.Script);
        await host.Memory.SaveAsync("node", "n9", "["u8.ToArray(), 0, CancellationToken.None);
        await host.Memory.SaveAsync("node", "no name!", "{}"u8.ToArray(), 0, CancellationToken.None);

        var all = await new NodeStates(host.Memory, new BootTrackerOptions(), host.Time).LoadAllAsync(CancellationToken.None);

        Assert.Equal(2, all.Count);
        Assert.Equal(NodeBootState.Booting, all[NodeName.Parse("n1")].State);
        var damaged = all[NodeName.Parse("n9")];
        Assert.Equal(NodeBootState.Unseen, damaged.State);
        Assert.Contains("'n9'", Assert.Single(damaged.Problems), StringComparison.Ordinal);
        Assert.Equal(damaged.Problems[0], Assert.Single((await host.Find("n9").StatusAsync(CancellationToken.None)).Problems));
    }

    [Fact]
    public async Task Plan_DamagedState_IsGivenAndTheNodeBootsOutOfIt()
    {
        await using var host = new NodeHost();
        await host.Memory.SaveAsync("node", "n1", "["u8.ToArray(), 0, CancellationToken.None);

        Assert.Equal("rocky9", await host.ImageAsync(BootStage.Script));
        await host.ReachAsync(BootStage.Script);

        var status = await host.StatusAsync();
        Assert.Equal(NodeBootState.Booting, status.State);
        Assert.Empty(status.Problems);
    }

    [Fact]
    public async Task Forget_DamagedState_LeavesNothing()
    {
        await using var host = new NodeHost();
        await host.Memory.SaveAsync("node", "n1", "["u8.ToArray(), 0, CancellationToken.None);

        await host.Node.ForgetAsync(CancellationToken.None);

        Assert.Null(await host.Memory.LoadAsync("node", "n1", CancellationToken.None));
    }
}
