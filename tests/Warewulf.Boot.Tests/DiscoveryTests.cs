using Warewulf.Core.Boot;

namespace Warewulf.Boot.Tests;

/// <summary>A machine that nobody declared introduces itself, and becomes a node with the command it shows.</summary>
[Collection(BootCollection.Name)]
[Trait("Suite", "Boot")]
public sealed class DiscoveryTests(BootLab lab)
{
    [MachineFact]
    public async Task UnknownMachine_Adopted_BootsAsNode()
    {
        await using var site = await BootSite.StartAsync(lab);
        var machine = await site.PowerOnAsync(5);

        var console = await site.WaitForConsoleAsync(machine, "Rebooting in 60 seconds");
        Assert.Contains("Warewulf does not know this machine.", console, StringComparison.Ordinal);
        Assert.Contains($"wwctl node add NAME --hwaddr {machine.Mac} --image IMAGE", console, StringComparison.Ordinal);
        var found = await site.WaitForUnknownAsync(BootStage.Script);
        Assert.Equal(machine.Mac, found.Mac.ToString());
        Assert.InRange(found.Address!.GetAddressBytes()[3], 191, 254);
        Assert.Contains($"wwctl node add NAME --hwaddr {machine.Mac}", await site.CtlAsync("node", "status"), StringComparison.Ordinal);

        await machine.PowerOffAsync();
        await site.CtlAsync(["node", "add", "new1", "--hwaddr", machine.Mac, .. BootSite.NodeSettings(5, "small")]);
        Assert.Empty((await site.StatusAsync()).Discovered);
        machine = await site.PowerOnAsync(5);

        var boot = Assert.Single((await site.WaitForReadyAsync("new1")).Boots);
        Assert.Equal("10.77.0.105", boot.Address?.ToString());
        Assert.Contains("small image: host name new1", machine.Console, StringComparison.Ordinal);
    }
}
