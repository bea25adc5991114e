using Warewulf.Core.Overlays;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Overlays;

/// <summary>The overlays that we ship, rendered for nodes of many kinds.</summary>
[Trait("Suite", "Fast")]
public sealed class DistributionOverlayTests : IDisposable
{
    private static readonly string[] System = ["wwinit", "wwclient", "hostname", "hosts", "issue", "resolv", "systemd.networkd"];

    private static readonly string Shipped = Path.Combine(OverlayLab.DeployDirectory, "overlays");

    private readonly OverlayLab _lab = new(Shipped);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Render_SystemOverlays_GiveTheFilesOfANode()
    {
        using (var target = File.Create(_lab["system.gz"]))
        {
            _lab.Renderer.Render(_lab.Context(), [.. System.Select(OverlayName.Parse)], target);
        }

        var listing = Tool.Shell(_lab["site"], "gzip -dc ../system.gz | cpio -it --quiet").Split('\n');
        string[] expected =
        [
            "etc/hostname", "etc/hosts", "etc/issue", "etc/resolv.conf", "etc/systemd/network/10-ww4-networkd-default.network",
            "etc/systemd/system/wwclient.service", "etc/systemd/system/multi-user.target.wants/wwclient.service",
            "init", "warewulf/config", "warewulf/init.d/20-loopback", "warewulf/init.d/80-wwclient", "warewulf/run-init", "warewulf/wwclient",
        ];
        Assert.All(expected, path => Assert.Contains(path, listing));
        Assert.DoesNotContain(listing, path => path.EndsWith(".ww", StringComparison.Ordinal) || path.EndsWith(".wwbackup", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_Config_SaysWhatTheNodeNeeds()
    {
        var text = OverlayLab.Text(_lab.Render("wwinit"), "warewulf/config");

        foreach (var line in new[] { "WWIMAGE=rocky9", "WWHOSTNAME=n0001", "WWIPMI_GATEWAY=\"\"", "WWIPMI_WRITE=\"false\"", "WWTLS=false", "WWIPADDR=10.0.0.1", "WWPORT=9873", "WWSECURE=true", "WWINTERVAL=60" })
        {
            Assert.Contains(line, text.Split('\n'));
        }
    }

    [Fact]
    public void Render_Hosts_NamesAllNodes()
    {
        var text = OverlayLab.Text(_lab.Render("hosts"), "etc/hosts");

        Assert.Contains("\n10.0.0.1 head1 warewulf\n", text, StringComparison.Ordinal);
        Assert.Contains("\n# Entry for n0002\n10.0.0.3 n0002 n0002-default n0002-eth0", text, StringComparison.Ordinal);
    }
}
