using Warewulf.Core.Formats;

namespace Warewulf.Core.Tests.Formats;

/// <summary>What an upgrade adds to a <c>nodes.conf</c> when it is asked to.</summary>
[Trait("Suite", "Fast")]
public sealed class NodesConfDefaultsTests
{
    private readonly List<string> _warnings = [];

    [Fact]
    public void Replace_OldOverlays_BecomeTheirPartsInPlace()
    {
        var conf = NodesConfOverlays.Replace(Read("nodes: {n1: {system overlay: [a, wwinit, issue, b], runtime overlay: [generic, hosts]}, n2: {system overlay: [~wwinit, x]}}"));
        Assert.Equal(
            "a wwinit wwclient fstab hostname ssh.host_keys resolv udev.netname systemd.netname ifcfg ifupdown NetworkManager wicked ignition issue b",
            string.Join(' ', conf.Nodes[0].Settings.SystemOverlays!.Value));
        Assert.Equal("ssh.authorized_keys syncuser hosts", string.Join(' ', conf.Nodes[0].Settings.RuntimeOverlays!.Value));
        Assert.Equal("~wwinit x", string.Join(' ', conf.Nodes[1].Settings.SystemOverlays!.Value));
        Assert.Null(conf.Nodes[1].Settings.RuntimeOverlays);
        Assert.Equal(Text(conf), Text(NodesConfOverlays.Replace(conf)));
    }

    [Fact]
    public void Add_NoProfiles_MakesTheDefaultOne()
    {
        var conf = NodesConfDefaults.Add(Read("nodes: {n1: {}}"), _warnings.Add);
        var settings = Assert.Single(conf.Profiles).Settings;
        Assert.Equal(("default", "/sbin/init", "initramfs", "default", "ipmitool.tmpl"),
            (conf.Profiles[0].Name.ToString(), settings.Init, settings.Root, settings.IpxeTemplate, settings.Ipmi!.Template));
        Assert.Equal("quiet crashkernel=no net.ifnames=1", string.Join(' ', settings.Kernel!.Args!.Value));
        Assert.Equal((14, 3), (settings.SystemOverlays!.Value.Length, settings.RuntimeOverlays!.Value.Length));
        Assert.Equal("warewulf:/opt", settings.Resources!["fstab"][1].GetProperty("spec").GetString());
        Assert.Equal("default", string.Join(' ', conf.Nodes[0].Settings.Profiles!.Value));
        Assert.Empty(_warnings);
        Assert.Equal(Text(conf), Text(NodesConfDefaults.Add(conf, _warnings.Add)));
    }

    [Fact]
    public void Add_WhatIsThere_Stays()
    {
        var conf = NodesConfDefaults.Add(
            Read("nodeprofiles: {default: {init: /init, runtime overlay: [mine], resources: {fstab: [], x: 1}, kernel: {version: '6.1'}}}"), _warnings.Add);
        var settings = Assert.Single(conf.Profiles).Settings;
        Assert.Equal(("/init", "mine", "6.1", 3), (settings.Init, settings.RuntimeOverlays!.Value[0], settings.Kernel!.Version, settings.Kernel.Args!.Value.Length));
        Assert.Equal((0, 2), (settings.Resources!["fstab"].GetArrayLength(), settings.Resources.Count));
    }

    [Fact]
    public void Add_Networks_AreCompletedInProfilesAndToldInNodes()
    {
        var conf = NodesConfDefaults.Add(
            Read(
                """
                nodeprofiles:
                  p: {network devices: {a: {device: eth0}, b: {type: infiniband, netmask: 255.255.0.0}}}
                nodes:
                  n1: {profiles: [p], network devices: {a: {ipaddr: 10.0.0.1}, c: {type: ethernet, ipaddr: 10.0.0.2}}}
                """),
            _warnings.Add);
        var devices = conf.Profiles[0].Settings.NetworkDevices!;
        Assert.Equal(("ethernet", "255.255.255.0"), (devices["a"].Type, devices["a"].Netmask!.ToString()));
        Assert.Equal(("infiniband", "255.255.0.0"), (devices["b"].Type, devices["b"].Netmask!.ToString()));
        Assert.Null(conf.Nodes[0].Settings.NetworkDevices!["a"].Netmask);
        Assert.Equal(
            [
                "node 'n1' does not have the profile 'default': what was added to that does not reach it.",
                "node 'n1': the network device 'c' has no netmask, where Warewulf once took ethernet and 255.255.255.0.",
            ],
            _warnings);
    }

    private static NodesConf Read(string text) => NodesConfReader.Read("t.conf", text, _ => { });

    private static string Text(NodesConf conf) => NodesConfWriter.Write(conf.Profiles, conf.Nodes);
}
