using Warewulf.Core.Formats;
using Warewulf.Core.Site;

namespace Warewulf.Core.Tests.Formats;

[Trait("Suite", "Fast")]
public sealed class SiteConfReaderTests
{
    private readonly List<string> _odd = [];

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("warewulf:\ndhcp: ~\ntftp: null\n")]
    public void Read_NothingSaid_GivesTheDefaults(string text)
    {
        var site = Read(text);
        Assert.Equal(new WarewulfSettings(), site.Warewulf);
        Assert.Equal(new DhcpSettings(), site.Dhcp);
        Assert.True(site.Warewulf.Secure);
        Assert.Equal("undionly.kpxe", site.Tftp.Ipxe["00:00"]);
        Assert.Null(site.Ipaddr);
        Assert.Empty(_odd);
    }

    [Fact]
    public void Read_WholeFile_GivesEveryValue()
    {
        var site = Read(
            """
            ipaddr: 10.1.0.1/16
            fqdn: head.example
            ipaddr6: fd00::1/64
            warewulf:
              port: 8000
              secure: false
              update interval: 30
              image generations: 3
              systemd name: warewulfd
            dhcp:
              enabled: no
              range start: 10.1.1.1
              range end: 10.1.1.99
            tftp:
              ipxe:
                "00:07": other.efi
            nfs:
              export paths:
              - path: /home
                export options: rw,sync
            ssh:
              key types: [ed25519]
            image mounts:
            - source: /etc/hosts
              readonly: true
            paths:
              wwoverlaydir: /srv/overlays
            api:
              enabled: true
            wwclient:
              port: 987
            """);
        Assert.Equal(("10.1.0.1", "255.255.0.0", "10.1.0.0"), (site.Ipaddr!.ToString(), site.Netmask!.ToString(), site.Network!.ToString()));
        Assert.Equal(("fd00::1", 64), (site.Ipaddr6!.ToString(), site.PrefixLen6));
        Assert.Equal((8000, false, 30, 3, "warewulfd"), (site.Warewulf.Port, site.Warewulf.Secure, site.Warewulf.UpdateInterval, site.Warewulf.ImageGenerations, site.Warewulf.SystemdName));
        Assert.Equal((false, "10.1.1.1", "10.1.1.99"), (site.Dhcp.Enabled, site.Dhcp.RangeStart!.ToString(), site.Dhcp.RangeEnd!.ToString()));
        Assert.Equal(KeyValuePair.Create("00:07", "other.efi"), Assert.Single(site.Tftp.Ipxe));
        Assert.Equal(new NfsExport("/home", "rw,sync"), Assert.Single(site.Nfs.ExportPaths));
        Assert.Equal("ed25519", Assert.Single(site.Ssh.KeyTypes));
        Assert.True(Assert.Single(site.ImageMounts).ReadOnly);
        Assert.Equal("/srv/overlays", site.Paths["wwoverlaydir"]);
        Assert.True(site.Api.Enabled);
        Assert.Equal(987, site.ClientPort);
    }

    [Fact]
    public void Read_ExplicitMaskBesideCidr_Wins() =>
        Assert.Equal("255.255.255.0", Read("ipaddr: 10.1.0.1/16\nnetmask: 255.255.255.0\n").Netmask!.ToString());

    [Fact]
    public void Read_UnknownKey_IsReportedAndIgnored()
    {
        Read("colour: red\nipaddr: 10.0.0.1\n");
        Assert.Equal("test.conf, line 1: the key 'colour' is not known and has no effect. Correct or remove it.", Assert.Single(_odd));
    }

    [Theory]
    [InlineData("dhcp:\n  enable: false\n", 2, "dhcp.enable", "dhcp.enabled")]
    [InlineData("dchp:\n  enabled: false\n", 1, "dchp", "dhcp")]
    [InlineData("dhcp:\n  range_start: 10.0.0.1\n", 2, "dhcp.range_start", "dhcp.range start")]
    [InlineData("warewulf:\n  port: 80\n  Secure: false\n", 3, "warewulf.Secure", "warewulf.secure")]
    [InlineData("tftp:\n  tftp root: /x\n", 2, "tftp.tftp root", "tftp.tftproot")]
    [InlineData("nfs:\n  export paths:\n  - path: /home\n    export option: rw\n", 4, "nfs.export paths.export option", "nfs.export paths.export options")]
    [InlineData("image mounts:\n- source: /a\n- source: /b\n  read only: true\n", 4, "image mounts.read only", "image mounts.readonly")]
    [InlineData("ssh:\n  key type: [rsa]\n", 2, "ssh.key type", "ssh.key types")]
    [InlineData("paths:\n  wwoverlaysdir: /srv\n", 2, "paths.wwoverlaysdir", "paths.wwoverlaydir")]
    [InlineData("wwclient:\n  prot: 987\n", 2, "wwclient.prot", "wwclient.port")]
    [InlineData("api:\n  allowed subnet: []\n", 2, "api.allowed subnet", "api.allowed subnets")]
    public void Read_MisspeltKey_IsReportedWithLinePathAndTheNearest(string text, int line, string key, string nearest)
    {
        Read(text);
        Assert.Equal(
            $"test.conf, line {line}: the key '{key}' is not known and has no effect. Did you mean '{nearest}'?", Assert.Single(_odd));
    }

    [Fact]
    public void Read_KeyMadeUnnecessaryByAnother_IsNotReported()
    {
        Read("ipaddr: 10.0.0.1/8\nnetmask: 255.0.0.0\nnetwork: 10.0.0.0\nipaddr6: fd00::1/64\nprefixlen6: 64\n");
        Assert.Empty(_odd);
    }

    [Fact]
    public void Read_KeyThatIsNoText_IsReported()
    {
        Read("? [a, b]\n: 1\n");
        Assert.Contains("line 1", Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---\nipaddr: 10.0.0.1\n---\n")]
    [InlineData("# remark\n---\nipaddr: 10.0.0.1\n...\n")]
    public void Read_OneDocumentBetweenMarkers_IsRead(string text) => Assert.Equal("10.0.0.1", Read(text).Ipaddr!.ToString());

    [Theory]
    [InlineData("ipaddr: 10.0.0\n", "line 1", "'ipaddr'")]
    [InlineData("ipaddr: 10.0.0.1/33\n", "line 1", "'ipaddr'")]
    [InlineData("ipaddr6: 10.0.0.1\n", "line 1", "'ipaddr6'")]
    [InlineData("\nwarewulf:\n  port: 99999\n", "line 3", "'port'")]
    [InlineData("warewulf:\n  image generations: 0\n", "line 2", "'image generations'")]
    [InlineData("warewulf:\n  port: many\n", "line 2", "'port'")]
    [InlineData("warewulf:\n  secure: perhaps\n", "line 2", "'secure'")]
    [InlineData("warewulf: yes\n", "line 1", "'warewulf'")]
    [InlineData("dhcp:\n  range start: 10.0.0.9\n", "line 2", "'range start'")]
    [InlineData("dhcp:\n  range start: 10.0.0.9\n  range end: 10.0.0.1\n", "line 3", "'range end'")]
    [InlineData("ssh:\n  key types: rsa\n", "line 2", "'key types'")]
    [InlineData("paths:\n  wwoverlaydir: overlays\n", "line 2", "'wwoverlaydir'")]
    [InlineData("api:\n  allowed subnets:\n  - 10.0.0.0/8\n  - 10.1\n", "line 3", "'10.1' is not a network")]
    [InlineData("api:\n  allowed subnets: [10.0.0.0/33]\n", "line 2", "'10.0.0.0/33' is not a network")]
    [InlineData("ipaddr: [1, 2\n", "line", "not YAML")]
    [InlineData("ipaddr: 10.0.0.1\nipaddr: 10.0.0.2\n", "line 2", "second time")]
    [InlineData("- a\n- b\n", "test.conf", "keys")]
    [InlineData("ipaddr: 10.0.0.1\n---\ndhcp:\n  enabled: false\n", "line 3", "Remove the line '---'")]
    [InlineData("---\n---\nipaddr: 10.0.0.1\n", "line 3", "Remove the line '---'")]
    public void Read_MalformedFile_NamesFileLineAndKey(string text, string where, string what)
    {
        var error = Assert.Throws<WarewulfException>(() => Read(text));
        Assert.StartsWith("test.conf", error.Message, StringComparison.Ordinal);
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralWrongValues_TellsAllOfThemInOrder()
    {
        var error = Assert.Throws<WarewulfException>(() => Read(
            """
            ipaddr: 10.0.0
            warewulf:
              port: many
              secure: perhaps
            dhcp:
              range start: 10.0.0.9
            segments:
              east:
                network: 10.2.0.1/24
              west: {}
            colour: red
            """));

        Assert.Equal(
            """
            test.conf, line 1: 'ipaddr': '10.0.0' is not an IPv4 address.
            test.conf, line 3: 'port': 'many' is not a whole number from 1 to 65535.
            test.conf, line 4: 'secure': 'perhaps' is neither true nor false.
            test.conf, line 6: 'range start': it needs a 'range end'.
            test.conf, line 9: 'network': 10.2.0.1 is an address in a network, not the network: write 10.2.0.0/24.
            test.conf, line 10: 'west': the segment needs a 'network', such as 10.0.2.0/24.
            """,
            error.Message);
        Assert.Equal("test.conf, line 11: the key 'colour' is not known and has no effect. Correct or remove it.", Assert.Single(_odd));
    }

    [Fact]
    public void Read_AllowedSubnets_MayNameAnAddressOfTheNetwork() =>
        Assert.Equal<string>(["192.168.1.7/24", "fd00::/64"], Read("api:\n  allowed subnets: [192.168.1.7/24, 'fd00::/64']\n").Api.AllowedSubnets.AsEnumerable());

    private SiteConfig Read(string text) => SiteConfReader.Read("test.conf", text, _odd.Add);
}
