using Warewulf.Core.Boot;

namespace Warewulf.Boot.Tests;

/// <summary>Nodes that boot again, together, or in vain.</summary>
[Collection(BootCollection.Name)]
[Trait("Suite", "Boot")]
public sealed class NodeBootTests(BootLab lab)
{
    [MachineFact]
    public async Task Node_PoweredOnAgain_HasTwoBoots()
    {
        await using var site = await BootSite.StartAsync(lab);
        var node = await site.AddNodeAsync(1);
        var machine = await site.PowerOnAsync(1);
        var first = Assert.Single((await site.WaitForReadyAsync(node)).Boots);
        await machine.PowerOffAsync();

        await site.PowerOnAsync(1);
        var second = await site.WaitForNodeAsync(
            node, "to be ready again", status => status.Boots.Length > 1 && status.State == NodeBootState.Ready);

        Assert.Equal([second.Boots[0].StartedAt, first.StartedAt], second.Boots.Select(boot => boot.StartedAt));
        Assert.Equal(string.Join('\n', first.Stages), string.Join('\n', second.Boots[1].Stages));
        Assert.True(second.Boots[0].StartedAt > first.Stages[^1].At);
        Assert.Equal(first.Stages.Select(stage => stage.Stage), second.Boots[0].Stages.Select(stage => stage.Stage));
        var table = await site.CtlAsync("node", "status", "--boots", node);
        Assert.Equal(2, table.Split('\n').Count(line => line.StartsWith(node, StringComparison.Ordinal) && line.Contains("ready +", StringComparison.Ordinal)));
    }

    /// <summary>What Warewulf's own default profile names.</summary>
    [MachineFact]
    public async Task Node_WithTheUsualOverlaysAndARootInTmpfs_BecomesReady()
    {
        await using var site = await BootSite.StartAsync(lab);
        var node = await site.AddNodeAsync(1);
        await site.CtlAsync(
            "node", "set", node, "--yes", "--root", "tmpfs", "--runtime-overlays", "hosts,ssh.authorized_keys", "--kernelargs", "console=ttyS0,quiet,panic=10,wwinit.tmpfs.size=64M",
            "--system-overlays", "wwinit,wwclient,hosts,fstab,hostname,ssh.host_keys,issue,resolv,udev.netname,systemd.netname,ifcfg,ifupdown,NetworkManager,wicked,ignition");

        var machine = await site.PowerOnAsync(1, memory: 192);
        var status = await site.WaitForReadyAsync(node);

        Assert.Empty(status.Problems);
        Assert.Contains("warewulf: copying the image to tmpfs", machine.Console, StringComparison.Ordinal);
        Assert.DoesNotContain("failed with status", machine.Console, StringComparison.Ordinal);
    }

    [MachineFact]
    public async Task TwoNodes_PoweredOnTogether_BothBecomeReadyAsThemselves()
    {
        await using var site = await BootSite.StartAsync(lab);
        var nodes = new[] { await site.AddNodeAsync(1), await site.AddNodeAsync(2) };
        var machines = new[] { await site.PowerOnAsync(1), await site.PowerOnAsync(2) };

        foreach (var (node, machine) in nodes.Zip(machines))
        {
            var boot = Assert.Single((await site.WaitForReadyAsync(node)).Boots);
            Assert.Equal($"10.77.0.{100 + machine.Id}", boot.Address?.ToString());
            Assert.Contains($"small image: host name {node}, hosts entry '10.77.0.{100 + machine.Id} {node}", machine.Console, StringComparison.Ordinal);
        }
    }

    [MachineFact]
    public async Task Node_ImageNeverBuilt_FailsWithTheReasonOnConsoleAndInStatus()
    {
        await using var site = await BootSite.StartAsync(lab);
        await site.CtlAsync("image", "import", lab.SmallImage, "raw");
        var node = await site.AddNodeAsync(1, "raw");
        var machine = await site.PowerOnAsync(1);

        var status = await site.WaitForNodeAsync(node, "to fail", found => found.State == NodeBootState.Failed);

        Assert.Equal("kernel", status.Detail);
        Assert.Contains("Node 'n0001' cannot use image 'raw': it was never built. Run 'wwctl image build raw'.", status.Problems);
        Assert.Contains("never built", await site.CtlAsync("node", "status"), StringComparison.Ordinal);
        await site.WaitForConsoleAsync(machine, "node n0001 cannot boot: kernel failed. Rebooting in 15 seconds.");
    }
}
