using Warewulf.Core.Formats;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Formats;

[Trait("Suite", "Fast")]
public sealed class NodesConfOldKeysTests
{
    private readonly List<string> _odd = [];

    [Theory]
    [InlineData("container name: rocky", "image=rocky")]
    [InlineData("container name: rocky\nimage name: suse", "image=suse")]
    [InlineData("disabled: true", "")]
    [InlineData("ipmi username: admin\nipmi ipaddr: 10.0.0.9\nipmi write: yes", "ipmi.ipmiaddr=10.0.0.9 ipmi.ipmiuser=admin ipmi.ipmiwrite=true")]
    [InlineData("ipmi port: 623\nipmi:\n  port: 624", "ipmi.ipmiport=624")]
    [InlineData("kernel args: quiet  splash\nkernel version: 5.14", "kernel.kernelargs=quiet,splash kernel.kernelversion=5.14")]
    [InlineData("kernel args: quiet\nkernel:\n  args: [debug]", "kernel.kernelargs=debug")]
    [InlineData("kernel:\n  args: quiet crashkernel=no", "kernel.kernelargs=quiet,crashkernel=no")]
    [InlineData("runtime overlay: generic, hosts\nsystem overlay: wwinit", "runtime-overlays=generic,hosts system-overlays=wwinit")]
    [InlineData("keys: {a: 1, b: 2}\ntags: {a: own}", "tags[a]=own tags[b]=2")]
    [InlineData("tags: {a: 1, b: 2}\ntagsdel: [a, c]", "tags[b]=2")]
    [InlineData("tagsdel: [a]\nkeys: {a: 1}", "")]
    [InlineData("ipxe template: dracut", "ipxe=default tags[IPXEMenuEntry]=dracut")]
    [InlineData("ipxe template: dracut\ntags: {IPXEMenuEntry: x}", "ipxe=dracut tags[IPXEMenuEntry]=x")]
    [InlineData("network devices: {a: {primary: true}, b: {device: e}}", "netdevs[b].netdev=e primarynet=a")]
    [InlineData("network devices: {a: {default: 'true', device: e}}\nprimary network: b", "netdevs[a].netdev=e primarynet=b")]
    [InlineData("network devices: {a: {default: false, device: e}}", "netdevs[a].netdev=e")]
    [InlineData("network devices: {a: {ipcidr: 10.0.0.1/23}}", "netdevs[a].ipaddr=10.0.0.1 netdevs[a].netmask=255.255.254.0")]
    [InlineData("network devices: {a: {ipcidr: 10.0.0.1/23, ipaddr: 10.0.0.2}}", "netdevs[a].ipaddr=10.0.0.2 netdevs[a].netmask=255.255.254.0")]
    [InlineData("network devices: {a: {ip6addr: 'fd00::1'}}", "netdevs[a].ipaddr6=fd00::1")]
    [InlineData("network devices: {a: {ip6addr: 'fd00::1/64', ipaddr6: 'fd00::2'}}", "netdevs[a].ipaddr6=fd00::1 netdevs[a].prefixlen6=64")]
    [InlineData("network devices: {a: {prefix: 10.0.0.0}}", "")]
    [InlineData("network devices: {a: {onbot: 'false'}}", "netdevs[a].onboot=false")]
    [InlineData("network devices: {a: {tags: {x: 1, y: 2}, tagsdel: [x]}}", "netdevs[a].tags[y]=2")]
    [InlineData("ipmi: {tags: {x: 1, y: 2}, tagsdel: [x]}", "ipmi.tags[y]=2")]
    [InlineData("filesystems: {/dev/a: {mount_options: [noatime, ro]}}", "filesystems[/dev/a].mountoptions=noatime,ro")]
    public void Read_OldKey_IsUpgradedWithAWarning(string lines, string values)
    {
        Assert.Equal(values, Values(Node(lines)));
        Assert.NotEmpty(_odd);
        Assert.All(_odd, odd => Assert.StartsWith("test.conf, line ", odd, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("container name:")]
    [InlineData("network devices: {a: {default: }}")]
    [InlineData("filesystems: {/dev/a: {wipe_filesystem: 'false', path: /a}}")]
    public void Read_OldKeyThatSaysNothing_IsNotReported(string lines)
    {
        Node(lines);
        Assert.Empty(_odd);
    }

    [Fact]
    public void Read_BoolsAsText_AreRead()
    {
        var settings = Node("disks: {d: {wipe_table: '1', partitions: {p: {should_exist: 'true', resize: 'F'}}}}");
        Assert.True(settings.Disks!["d"].WipeTable);
        Assert.True(settings.Disks["d"].Partitions!["p"].ShouldExist);
        Assert.False(settings.Disks["d"].Partitions!["p"].Resize);
    }

    [Theory]
    [InlineData("network devices: {a: {ipcidr: 10.0.0.1}}", "'nodes.n1.network devices.a.ipcidr'")]
    [InlineData("network devices: {a: {ipcidr: 10.0.0.1/33}}", "prefix length")]
    [InlineData("network devices: {a: {ip6addr: 10.0.0.1}}", "is not an IPv6 address")]
    [InlineData("network devices: {a: {default: [b]}}", "one value is expected")]
    [InlineData("ipmi ipaddr: nowhere", "'nodes.n1.ipmi ipaddr'")]
    [InlineData("keys: a", "'nodes.n1.keys'")]
    [InlineData("tagsdel: a", "a list is expected")]
    public void Read_OldKeyWithABadValue_IsRefused(string lines, string what) =>
        Assert.Contains(what, Assert.Throws<WarewulfException>(() => Node(lines)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_VersionOfTheFile_IsDroppedWithAWarning()
    {
        Read("WW_INTERNAL: 43\nnodes: {}\n");
        Assert.Equal("test.conf, line 1: 'WW_INTERNAL' has no meaning any more and was dropped.", Assert.Single(_odd));
    }

    [Fact]
    public void Read_KernelOverride_IsLookedForInTheImageOfTheNodeOrItsProfiles()
    {
        var asked = new List<string>();
        var conf = Read(
            "nodes:\n  n1:\n    profiles: [p]\n    kernel: {override: old, version: x}\n  n2: {image name: suse, kernel override: old}\nnodeprofiles:\n  p: {image name: rocky}\n",
            (image, name) =>
            {
                asked.Add($"{image} {name}");
                return "/boot/vmlinuz-" + image;
            });
        Assert.Equal(["rocky old", "suse old"], asked);
        Assert.Equal(["/boot/vmlinuz-rocky", "/boot/vmlinuz-suse"], conf.Nodes.Select(node => node.Settings.Kernel!.Version));
        Assert.All(_odd, odd => Assert.Contains("became 'kernel.version", odd, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kernel: {override: old, version: '5.14'}", "5.14")]
    [InlineData("image name: rocky\nkernel: {override: old}", null)]
    public void Read_KernelOverrideThatIsNotFound_KeepsTheVersionWithAWarning(string lines, string? version)
    {
        Assert.Equal(version, Node(lines).Kernel?.Version);
        Assert.Contains("'old'", Assert.Single(_odd), StringComparison.Ordinal);
    }

    private static string Values(NodeSettings settings) =>
        string.Join(' ', NodeFields.Entries(settings).Select(entry => $"{entry.Path}={entry.Value}").Order(StringComparer.Ordinal));

    private NodeSettings Node(string lines) => Assert.Single(Read($"nodes:\n  n1:\n    {lines.ReplaceLineEndings("\n    ")}\n").Nodes).Settings;

    private NodesConf Read(string text, Func<string, string, string?>? findKernel = null) => NodesConfReader.Read("test.conf", text, _odd.Add, findKernel);
}
