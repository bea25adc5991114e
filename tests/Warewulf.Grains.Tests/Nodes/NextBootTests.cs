using Warewulf.Core.Boot;

namespace Warewulf.Grains.Tests.Nodes;

/// <summary>What is set for the next boot holds for one boot, whole, and for no other.</summary>
[Trait("Suite", "Fast")]
public sealed class NextBootTests
{
    private static readonly NextBoot Rescue = new() { ImageName = "rescue" };

    [Fact]
    public async Task NextBoot_WholeBoot_HoldsFromScriptToReadyAndIsThenUsedUp()
    {
        await using var host = new NodeHost();
        await SetAsync(host, Rescue);
        await host.ReachAsync(BootStage.Dhcp, powerOn: true);

        Assert.Equal("rescue", await host.ImageAsync(BootStage.Script));
        await host.ReachAsync(BootStage.Script);
        Assert.Null(await host.Node.NextBootAsync(CancellationToken.None));
        Assert.Equal("rescue", await host.ImageAsync(BootStage.Kernel));
        await host.ReachAsync(BootStage.Kernel);
        Assert.Equal("rescue", await host.ImageAsync(BootStage.Image));
        await host.ReachAsync(BootStage.Ready);
        Assert.Equal("rescue", await host.ImageAsync(BootStage.Runtime));
        Assert.Equal("rescue", (await host.StatusAsync()).Boots[0].ImageName);

        await host.ReachAsync(BootStage.Dhcp, powerOn: true);
        Assert.Equal("rocky9", await host.ImageAsync(BootStage.Script));
        await host.ReachAsync(BootStage.Script);
        Assert.Equal("rocky9", await host.ImageAsync(BootStage.Runtime));
        Assert.Equal("rocky9", (await host.StatusAsync()).Boots[0].ImageName);
    }

    [Fact]
    public async Task NextBoot_ScriptEventStillOnItsWay_HoldsForTheNextDownloads()
    {
        await using var host = new NodeHost();
        await SetAsync(host, Rescue);

        Assert.Equal("rescue", await host.ImageAsync(BootStage.Script));
        Assert.Equal("rescue", await host.ImageAsync(BootStage.Kernel));
        Assert.NotNull(await host.Node.NextBootAsync(CancellationToken.None));
    }

    [Fact]
    public async Task NextBoot_NextBootWithoutAnyDhcpEvent_IsTheNodesOwn()
    {
        await using var host = new NodeHost();
        await SetAsync(host, Rescue);
        await host.ImageAsync(BootStage.Script);
        await host.ReachAsync(BootStage.Script);
        await host.ReachAsync(BootStage.Kernel);

        Assert.Equal("rocky9", await host.ImageAsync(BootStage.Script));
    }

    [Fact]
    public async Task NextBoot_ScriptFetchedTwice_HoldsForBoth()
    {
        await using var host = new NodeHost();
        await SetAsync(host, Rescue);
        await host.ImageAsync(BootStage.Script);
        await host.ReachAsync(BootStage.Script);

        Assert.Equal("rescue", await host.ImageAsync(BootStage.Script));
    }

    [Fact]
    public async Task NextBoot_SetInTheMiddleOfABoot_WaitsForTheNext()
    {
        await using var host = new NodeHost();
        await host.ImageAsync(BootStage.Script);
        await host.ReachAsync(BootStage.Script);
        await SetAsync(host, Rescue);

        Assert.Equal("rocky9", await host.ImageAsync(BootStage.Image));
        await host.ReportAsync(host.Event(BootStage.Script, 0));
        Assert.NotNull(await host.Node.NextBootAsync(CancellationToken.None));
        await host.ReachAsync(BootStage.Ready);
        Assert.Equal("rocky9", await host.ImageAsync(BootStage.Runtime));
        await host.ReachAsync(BootStage.Dhcp, powerOn: true);
        Assert.Equal("rescue", await host.ImageAsync(BootStage.Script));
    }

    [Fact]
    public async Task NextBoot_ReplacedAfterItWasTakenUp_KeepsTheNewOneForTheNext()
    {
        await using var host = new NodeHost();
        await SetAsync(host, Rescue);
        await host.ImageAsync(BootStage.Script);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await SetAsync(host, new NextBoot { ImageName = "memtest" });

        await host.ReachAsync(BootStage.Script);

        Assert.Equal("rescue", await host.ImageAsync(BootStage.Kernel));
        Assert.Equal("memtest", (await host.Node.NextBootAsync(CancellationToken.None))!.ImageName);
    }

    [Fact]
    public async Task NextBoot_TakenBack_LeavesTheNodesOwn()
    {
        await using var host = new NodeHost();
        await SetAsync(host, Rescue);
        await SetAsync(host, null);
        var saves = host.Memory.Saves;

        Assert.Equal("rocky9", await host.ImageAsync(BootStage.Script));
        await SetAsync(host, null);
        Assert.Equal(saves + 1, host.Memory.Saves);
    }

    [Fact]
    public async Task NextBoot_EdgePreparesAhead_GetsItButStoresNothing()
    {
        await using var host = new NodeHost();
        await host.ImageAsync(BootStage.Runtime);
        await SetAsync(host, Rescue);
        var saves = host.Memory.Saves;

        Assert.Equal("rescue", await host.ImageAsync(null));
        Assert.Equal("rocky9", await host.ImageAsync(BootStage.Runtime));
        Assert.Equal(saves, host.Memory.Saves);
    }

    private static Task SetAsync(NodeHost host, NextBoot? next) => host.Node.SetNextBootAsync(next, CancellationToken.None);
}
