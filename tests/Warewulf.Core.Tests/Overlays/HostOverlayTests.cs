using Warewulf.Core.Api;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class HostOverlayTests : IDisposable
{
    private readonly OverlayLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void RenderHosts_OtherTemplateBroken_GivesHostsAlone()
    {
        _lab.Write("site/host/rootfs/etc/exports.ww", "{{ .Nonsense }}");
        _lab.Write("site/host/rootfs/etc/hosts.ww", "{{ .BuildHost }}{{ range .AllNodes }} {{ .Id }}{{ end }}\n");
        _lab.Write("site/host/rootfs/etc/motd", "hello");
        var host = new HostOverlay(_lab.Renderer);

        var output = host.RenderHosts(_lab.Context(), host.Load(_lab.Source));

        Assert.Equal(["etc", "etc/hosts"], OverlayLab.Paths(output));
        Assert.Equal("head1 n0001 n0002\n", OverlayLab.Text(output, "etc/hosts"));
        Assert.True(OverlayLab.Entry(output, "etc/hosts").KeepsOld);
        Assert.Contains("Nonsense", Assert.Throws<WarewulfException>(() => host.Render(_lab.Context(), host.Load(_lab.Source))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RenderHosts_NoTemplateForIt_SaysWhatToDo()
    {
        _lab.Write("site/host/rootfs/etc/motd", "hello");
        var host = new HostOverlay(_lab.Renderer);

        var refusal = Assert.Throws<WarewulfException>(() => host.RenderHosts(_lab.Context(), host.Load(_lab.Source)));

        Assert.Equal(ApiErrorCode.NotFound, refusal.Code);
        Assert.Equal("Overlay 'host' has no 'etc/hosts.ww': delete the site's overlay 'host' to get the distribution's back.", refusal.Message);
    }

    [Fact]
    public void Load_NoOverlay_SaysSo()
    {
        Assert.Contains("There is no overlay 'host'", Assert.Throws<WarewulfException>(() => new HostOverlay(_lab.Renderer).Load(_lab.Source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NoBackupWanted_IsTold()
    {
        _lab.Write("site/host/rootfs/etc/a.ww", "{{ nobackup }}a");
        _lab.Write("site/host/rootfs/etc/b.ww", "b");
        _lab.Write("site/host/rootfs/etc/plain", "c");
        var host = new HostOverlay(_lab.Renderer);

        var output = host.Render(_lab.Context(), host.Load(_lab.Source));

        Assert.False(OverlayLab.Entry(output, "etc/a").KeepsOld);
        Assert.True(OverlayLab.Entry(output, "etc/b").KeepsOld);
        Assert.True(OverlayLab.Entry(output, "etc/plain").KeepsOld);
    }

    [Theory]
    [InlineData("700", false)]
    [InlineData("750", false)]
    [InlineData("755", true)]
    [InlineData("1777", true)]
    public void Danger_RootfsThatEverybodyMayEnter_IsTold(string mode, bool isDanger)
    {
        _lab.Write("site/host/rootfs/etc/b.ww", "b");
        File.SetUnixFileMode(_lab["site/host/rootfs"], (UnixFileMode)Convert.ToInt32(mode, 8));

        var danger = HostOverlay.Danger(new HostOverlay(_lab.Renderer).Load(_lab.Source));

        Assert.Equal(isDanger, danger is not null);
        if (danger is not null)
        {
            Assert.Contains($"its directory 'rootfs' has mode 0{mode}", danger, StringComparison.Ordinal);
        }
    }
}
