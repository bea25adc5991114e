using System.Globalization;
using Warewulf.Core.Site;
using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Overlays.Distribution;

/// <summary>What overlays say to servers, read by the servers.</summary>
[Trait("Suite", "Fast")]
public sealed class ServerProgramTests : IDisposable
{
    private readonly DistributionLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [ProgramTheory("dhcpd")]
    [InlineData(false, "static")]
    [InlineData(true, "default")]
    public void Dhcpd_TakesItsConfiguration(bool grub, string template)
    {
        Change(grub, template);
        var root = _lab.Write("minimal", "host");
        Tool.Shell(root, "unshare -n dhcpd -t -cf etc/dhcpd.conf 2>&1");
        var text = File.ReadAllText(Path.Combine(root, "etc/dhcp/dhcpd.conf"));
        Assert.Equal(template == "static", text.Contains("host ethernet-default {", StringComparison.Ordinal));
        Assert.Equal(grub, text.Contains("filename \"warewulf/shim.efi\"", StringComparison.Ordinal));
    }

    [ProgramTheory("dnsmasq")]
    [InlineData(false, "static")]
    [InlineData(true, "default")]
    public void Dnsmasq_TakesItsConfiguration(bool grub, string template)
    {
        Change(grub, template);
        var root = _lab.Write("minimal", "host");
        Tool.Shell(root, "dnsmasq --test --conf-file=etc/dnsmasq.d/ww4-hosts.conf && dnsmasq --test --conf-file=etc/dnsmasq.d/ww4-listen.conf");
        Assert.Equal(grub, File.ReadAllText(Path.Combine(root, "etc/dnsmasq.d/ww4-hosts.conf")).Contains("dhcp-boot=tag:aarch64,tag:!iPXE,warewulf/shim.efi", StringComparison.Ordinal));
    }

    [Fact]
    public void Host_WithoutDhcpAndNfs_WritesNothingOfThem()
    {
        _lab.Site = _lab.Site with { Dhcp = _lab.Site.Dhcp with { Enabled = false }, Nfs = _lab.Site.Nfs with { Enabled = false } };

        var paths = OverlayLab.Paths(_lab.Render("minimal", "host"));

        Assert.DoesNotContain("etc/dhcp/dhcpd.conf", paths);
        Assert.DoesNotContain("etc/dhcpd.conf", paths);
        Assert.DoesNotContain("etc/exports", paths);
        Assert.Contains("etc/hosts", paths);
    }

    [Fact]
    public void Host_OnAServerWithoutAnything_Renders()
    {
        _lab.Site = new SiteConfig();
        var output = _lab.Render("minimal", "host");
        Assert.DoesNotContain("http://:", OverlayLab.Text(output, "etc/hosts"), StringComparison.Ordinal);
    }

    [ServiceFact("exportfs", "nfs-kernel-server")]
    public void Exportfs_ReadsExports()
    {
        var root = _lab.Write("minimal", "host");

        // In a network and with state of its own: this machine exports nothing.
        var read = Tool.Shell(root, "unshare -m -n sh -c 'mount -t tmpfs tmpfs /var/lib/nfs && touch /var/lib/nfs/etab /etc/exports && mount --bind etc/exports /etc/exports"
            + " && exportfs -ra 2>/dev/null; cat /var/lib/nfs/etab'");
        Assert.Contains("/home\t10.0.0.0/255.255.0.0(rw,", read, StringComparison.Ordinal);
        Assert.Contains("/opt\tfd00:10::/64(ro,", read, StringComparison.Ordinal);
    }

    [ServiceFact("chronyd", "chrony")]
    public void Chronyd_TakesItsConfiguration() =>
        Assert.Contains("server ntp3.example iburst", Tool.Shell(_lab.Write("ethernet", "chrony"), "chronyd -p -f etc/chrony.conf"), StringComparison.Ordinal);

    [ProgramFact("ssh-keygen")]
    public void SshKeygen_ReadsHostKeys()
    {
        Tool.Shell(_lab["root/etc/warewulf/keys"], "rm -f * && for type in ecdsa ed25519 rsa; do ssh-keygen -q -t $type -N '' -C '' -f ssh_host_${type}_key; done");
        var root = _lab.Write("minimal", "ssh.host_keys");
        Tool.Shell(root, "cd etc/ssh && for type in ecdsa ed25519 rsa; do ssh-keygen -y -f ssh_host_${type}_key | cut -d ' ' -f 1-2 >own && cut -d ' ' -f 1-2 ssh_host_${type}_key.pub | cmp - own; done");
        Assert.False(File.Exists(Path.Combine(root, "etc/ssh/ssh_host_dsa_key")));
    }

    [ServiceFact("sshd", "openssh-server")]
    public void Sshd_TakesHostKeys()
    {
        Tool.Shell(_lab["root/etc/warewulf/keys"], "rm -f * && for type in ecdsa ed25519 rsa; do ssh-keygen -q -t $type -N '' -f ssh_host_${type}_key; done");
        var root = _lab.Write("minimal", "ssh.host_keys");
        Tool.Shell(root, "unshare -m sh -c 'mount -t tmpfs tmpfs /run && mkdir /run/sshd && for type in ecdsa ed25519 rsa; do \"$(command -v sshd)\" -t -f /dev/null -h etc/ssh/ssh_host_${type}_key || exit 1; done'");
    }

    private void Change(bool grub, string template) => _lab.Site = _lab.Site with
    {
        Warewulf = _lab.Site.Warewulf with { GrubBoot = grub },
        Dhcp = _lab.Site.Dhcp with { Template = template.ToLower(CultureInfo.InvariantCulture) },
    };
}
