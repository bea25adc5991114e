using System.Xml;
using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Overlays.Distribution;

/// <summary>What overlays say of networks, read by the programs it is written for.</summary>
[Trait("Suite", "Fast")]
public sealed class NetworkProgramTests(DistributionLab lab) : IClassFixture<DistributionLab>
{
    // Reads keyfiles with NetworkManager's own library, and prints what it says of them.
    private const string ReadKeyfiles = """
        import sys, gi
        gi.require_version("NM", "1.0")
        from gi.repository import NM, GLib
        for path in sys.argv[1:]:
            try:
                keyfile = GLib.KeyFile()
                keyfile.load_from_file(path, GLib.KeyFileFlags.NONE)
                connection = NM.keyfile_read(keyfile, "/etc", NM.KeyfileHandlerFlags.NONE, None, None)
                connection.normalize(None)
                connection.verify()
                again = NM.keyfile_write(connection, NM.KeyfileHandlerFlags.NONE, None, None)
                print(connection.get_id(), connection.get_connection_type(), connection.get_interface_name())
                for setting, key in (("ipv4", "address1"), ("ipv4", "dns"), ("ipv4", "dns-search"), ("ipv4", "route1"),
                                     ("ipv6", "address1"), ("ipv6", "dns"), ("vlan", "id"), ("bond", "mode"), ("connection", "master")):
                    try:
                        print(" ", setting, key, again.get_value(setting, key))
                    except GLib.Error:
                        pass
            except GLib.Error as error:
                print("WRONG", path, error.message)
        """;

    [ProgramFact("python3")]
    public void NetworkManager_ReadsItsConnections()
    {
        var script = lab["keyfiles.py"];
        File.WriteAllText(script, ReadKeyfiles);
        var connections = lab.Nodes.Where(node => node.NetworkDevices.Count > 0)
            .Select(node => $"{lab.Write(node.Name.ToString(), "NetworkManager")}/etc/NetworkManager/system-connections/*").ToList();
        Assert.Equal(6, connections.Count);

        // The system's own Python has the library, whatever other one comes first.
        var read = Tool.Shell("/", $"/usr/bin/python3 '{script}' {string.Join(' ', connections)}");

        Assert.DoesNotContain("WRONG", read, StringComparison.Ordinal);
        var told = read.Split('\n').Select(line => line.Trim()).ToList();
        string[] expected =
        [
            "default 802-3-ethernet eth0", "ipv4 address1 10.0.2.1/16,10.0.255.254", "ipv4 dns 10.0.0.1;10.0.0.2;", "ipv4 dns-search cluster.example;example;",
            "ipv4 route1 192.168.7.0/24,10.0.0.9", "bond bond bond0", "bond mode 802.3ad", "connection master bond0", "storage vlan bond0.100", "vlan id 100",
            "fast infiniband ib0", "ipv6 address1 fd00:10::4/64,fd00:10::1", "ipv6 dns fd00:10::53;",
        ];
        Assert.All(expected, line => Assert.Contains(line, told));
    }

    [ProgramTheory("netplan")]
    [InlineData("ethernet", "Address=10.0.2.1/16", "Gateway=10.0.255.254", "DNS=10.0.0.2", "Domains=cluster.example example", "MTUBytes=9000")]
    [InlineData("bond", "Bond=bond0", "Mode=802.3ad", "MIIMonitorSec=200ms")]
    [InlineData("ipv6", "Address=fd00:10::4/64", "Gateway=fd00:10::1", "DNS=fd00:10::53")]
    [InlineData("infiniband", "Address=10.0.2.3/16")]
    public void Netplan_MakesNetworkdsFiles(string node, params string[] lines)
    {
        var root = lab.Write(node, "netplan");
        Tool.Shell(root, "chmod 0600 etc/netplan/* && netplan generate --root-dir .");
        var made = Tool.Shell(root, "cat run/systemd/network/*").Split('\n');
        Assert.All(lines, line => Assert.Contains(line, made));
    }

    [ProgramTheory("ifquery")]
    [InlineData("ethernet", "eth0", "address: 10.0.2.1", "gateway: 10.0.255.254", "up: ip route add 192.168.7.0/24 via 10.0.0.9 dev eth0", "mtu: 9000")]
    [InlineData("bond", "bond0", "bond-mode: 802.3ad", "bond-miimon: 200")]
    [InlineData("bond", "eth1", "bond-master: bond0")]
    [InlineData("bond", "bond0.100", "vlan-raw-device: bond0")]
    [InlineData("ipv6", "eth1", "address: fd00:11::4")]
    public void Ifupdown_ReadsItsFiles(string node, string device, params string[] lines)
    {
        var root = lab.Write(node, "ifupdown");
        var main = Path.Combine(root, "etc/network/interfaces");
        File.WriteAllText(main, File.ReadAllText(main).Replace("/etc/network", $"{root}/etc/network", StringComparison.Ordinal));
        var read = Tool.Shell(root, $"ifquery --interfaces=etc/network/interfaces '{device}' 2>&1").Split('\n');
        Assert.All(lines, line => Assert.Contains(read, told => told.StartsWith(line, StringComparison.Ordinal)));
    }

    [ProgramFact("unshare", "udevadm")]
    public void Udev_ReadsLinkFiles()
    {
        foreach (var node in lab.Nodes.Where(node => node.NetworkDevices.Count > 0))
        {
            var root = lab.Write(node.Name.ToString(), "systemd.netname");
            var said = Tool.Shell(root, "unshare -m -n sh -c 'mount --bind etc/systemd/network /etc/systemd/network && udevadm test-builtin net_setup_link /sys/class/net/lo' 2>&1");
            Assert.Contains("Parsed configuration file \"/etc/systemd/network/10-ww4-netname-", said, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"10-ww4-netname-[^:]*:\d+", said);
        }
    }

    [ProgramTheory("unshare", "timeout")]
    [InlineData("ethernet")]
    [InlineData("bond")]
    [InlineData("infiniband")]
    [InlineData("ipv6")]
    public void Networkd_ReadsItsFiles(string node)
    {
        var root = lab.Write(node, "systemd.networkd");

        // It runs until it is ended, in a network of its own. What it does not understand it tells with file and line.
        var said = Tool.Shell(root, "unshare -m -n sh -c 'mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/network && cp etc/systemd/network/* /run/systemd/network"
            + " && timeout -s KILL 3 /usr/lib/systemd/systemd-networkd' 2>&1; true");
        Assert.DoesNotMatch(@"\.network:\d+", said);
        Assert.DoesNotContain("cannot execute", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Wicked_FilesAreXml()
    {
        foreach (var node in lab.Nodes.Where(node => node.NetworkDevices.Count > 0))
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(lab.Write(node.Name.ToString(), "wicked"), "etc/wicked/ifconfig")))
            {
                // Prefixes such as 'ipv4:' are not declared: wicked knows them.
                using var reader = new XmlTextReader(file) { Namespaces = false };
                var names = new List<string>();
                while (reader.Read())
                {
                    names.Add(reader.Name);
                }

                Assert.Contains("link-type", names);
            }
        }
    }

    [Fact]
    public void Udev_RulesHaveTheFormOfRules()
    {
        foreach (var node in lab.Nodes)
        {
            var rules = File.ReadAllLines(Path.Combine(lab.Write(node.Name.ToString(), "udev.netname"), "etc/udev/rules.d/70-persistent-net.rules"));
            Assert.All(rules.Skip(1), rule => Assert.Matches(
                "^SUBSYSTEM==\"net\", ACTION==\"add\", ATTR\\{address\\}==\"(\\?\\*)?[0-9a-f]{2}(:[0-9a-f]{2})+\", NAME=\"[a-z0-9]+\"$", rule));
        }
    }
}
