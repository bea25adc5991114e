using Warewulf.Core.Boot;

namespace Warewulf.Boot.Tests;

/// <summary>An edge as a process of its own: it boots what it knows whether or not a head is there.</summary>
[Collection(BootCollection.Name)]
[Trait("Suite", "Boot")]
public sealed class EdgeTests(BootLab lab)
{
    private const string Head = $"http://{BootSite.Address}:9875";

    [MachineFact]
    public async Task Edge_HeadKilled_BootsTheNodeAgainAndReportsLater()
    {
        await using var site = await BootSite.CreateAsync(lab);
        var head = await StartHeadAsync(site);
        var node = await site.AddNodeAsync(1);
        var edge = await site.StartEdgeAsync(Head);
        await BootAsync(site, node);

        await head.KillAsync();
        var machine = await site.PowerOnAsync(1);
        await site.WaitForConsoleAsync(machine, "small image: host name n0001");
        await site.WaitForLogAsync(edge, "reports 'ready'", times: 2);

        await site.StartHeadAsync("--edge", "off", "--listen", Head);
        var status = await site.WaitForNodeAsync(
            node, "to be ready again", found => found.Boots.Length == 2 && found.State == NodeBootState.Ready);
        Assert.Equal(status.Boots[1].Stages.Select(stage => stage.Stage), status.Boots[0].Stages.Select(stage => stage.Stage));
        Assert.DoesNotContain("ERR", edge.Log, StringComparison.Ordinal);
    }

    [MachineFact]
    public async Task Edge_RestartedWithoutHead_BootsTheNodeFromItsCache()
    {
        await using var site = await BootSite.CreateAsync(lab);
        var head = await StartHeadAsync(site);
        var node = await site.AddNodeAsync(1);
        var edge = await site.StartEdgeAsync(Head);
        await BootAsync(site, node);

        await head.KillAsync();
        await edge.KillAsync();
        edge = await site.StartEdgeAsync(Head);
        var machine = await site.PowerOnAsync(1);

        await site.WaitForConsoleAsync(machine, "small image: host name n0001");
        await site.WaitForLogAsync(edge, "reports 'ready'");
    }

    [MachineFact]
    public async Task Edge_MachineNobodyDeclared_GetsAnAddressAndIsSeenByTheHead()
    {
        await using var site = await BootSite.CreateAsync(lab);
        await StartHeadAsync(site);
        var edge = await site.StartEdgeAsync(Head);

        var machine = await site.PowerOnAsync(5);

        await site.WaitForConsoleAsync(machine, $"wwctl node add NAME --hwaddr {machine.Mac} --image IMAGE");
        var found = await site.WaitForUnknownAsync(BootStage.Script);
        Assert.Equal(machine.Mac, found.Mac.ToString());
        Assert.InRange(found.Address!.GetAddressBytes()[3], 191, 254);
        Assert.Contains($"{machine.Mac}: an unknown machine at {found.Address} asks to boot", edge.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("ERR", edge.Log, StringComparison.Ordinal);
    }

    private async Task<Service> StartHeadAsync(BootSite site)
    {
        var head = await site.StartHeadAsync("--edge", "off", "--listen", Head);
        await site.CtlAsync("image", "import", lab.SmallImage, "small", "--build");
        return head;
    }

    private static async Task BootAsync(BootSite site, string node)
    {
        var machine = await site.PowerOnAsync(1);
        Assert.Single((await site.WaitForReadyAsync(node)).Boots);
        await machine.PowerOffAsync();
    }
}
