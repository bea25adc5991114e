using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Data;
using Warewulf.Core.Site;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class OverlayDataTests : IDisposable
{
    private readonly OverlayLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("{{ .Id }} {{ .Hostname }} {{ .ThisNode.Id }} {{ .ThisNode.Valid }}", "n0001 n0001 n0001 true")]
    [InlineData("{{ .BuildHost }} {{ .Overlay }} {{ .BuildTime }} {{ .BuildTimeUnix }}", "head1 t 03-04-2026 05:06:07 UTC 1772600767")]
    [InlineData("{{ .Ipaddr }} {{ .Netmask }} {{ .Network }} {{ .IpCIDR }} {{ .NetworkCIDR }}", "10.0.0.1 255.255.0.0 10.0.0.0 10.0.0.1/16 10.0.0.0/16")]
    [InlineData("{{ .Ipv6 }} {{ .Ipaddr6 }}|{{ .PrefixLen6 }}|{{ .IpCIDR6 }}|{{ .Network6 }}|{{ .NetworkCIDR6 }}", "false ||||")]
    [InlineData("{{ .Dhcp.Enabled }} {{ .Dhcp.EnabledP }} {{ .Dhcp.Template }} [{{ .Dhcp.RangeStart }}] {{ .Dhcp.SystemdName }}", "true true default [] dhcpd")]
    [InlineData("{{ .Nfs.Enabled }} {{ len .Nfs.ExportsExtended }} {{ .Nfs.SystemdName }}", "true 0 nfsd")]
    [InlineData("{{ .Ssh.KeyTypes }} {{ first .Ssh.KeyTypes }}", "[ed25519 ecdsa rsa] ed25519")]
    [InlineData("{{ .Tftp.Enabled }} {{ .Tftp.TftpRoot }} {{ index .Tftp.IpxeBinaries \"00:00\" }}", "true /var/lib/tftpboot undionly.kpxe")]
    [InlineData("{{ .Warewulf.Port }} {{ .Warewulf.TLSPort }} {{ .Warewulf.UpdateInterval }} {{ add .Warewulf.Port 1 }}", "9873 9874 60 9874")]
    [InlineData("{{ .Warewulf.Secure }} {{ .Warewulf.SecureFiles }} {{ .Warewulf.SecureFilesP }} {{ .Warewulf.TLSEnabled }}", "true true <nil> false")]
    [InlineData("{{ .Warewulf.AutobuildOverlays }} {{ .Warewulf.EnableHostOverlay }} {{ .Warewulf.GrubBoot }}", "true true false")]
    [InlineData("{{ .Paths.Sysconfdir }} {{ .Paths.WWClientdir }} {{ .Paths.NodesConf }} {{ .Paths.OverlayProvisiondir }}", "/etc /warewulf /etc/warewulf/nodes.conf /var/lib/warewulf/provision/overlays")]
    [InlineData("{{ range $i, $n := .AllNodes }}{{ $i }}={{ $n.Id }};{{ end }}{{ (index .AllNodes 1).Id }}", "0=n0001;1=n0002;n0002")]
    [InlineData("{{ .Container }} {{ .ContainerName }} {{ .ImageName }} {{ .ThisNode.ContainerName }}", "rocky9 rocky9 rocky9 rocky9")]
    [InlineData("{{ .Kernel.Version }} {{ join \" \" .Kernel.Args }} {{ .ThisNode.Kernel.Args }}", "5.14.0 quiet crashkernel=no [quiet crashkernel=no]")]
    [InlineData("[{{ .Ipmi.UserName }}] {{ .Ipmi.Ipaddr }} {{ .Ipmi.Write.Bool }} [{{ index .Ipmi.Tags \"vlan\" }}] {{ .Ipmi.Tags.vlan }}", "[] <nil> false [] <no value>")]
    [InlineData("{{ .Tags }} {{ .Tags.role }} {{ .Tags.none }} [{{ index .Tags \"none\" }}] {{ eq .Tags.none \"x\" }}", "map[role:compute] compute <no value> [] false")]
    [InlineData("{{ .Resources }} {{ .Disks }} {{ .FileSystems }} {{ .Profiles }} {{ .RuntimeOverlay }}", "map[] map[] map[] [] []")]
    [InlineData("{{ .PrimaryNetDev }} {{ .Discoverable.Bool }} [{{ .AssetKey }}] [{{ .Comment }}] [{{ .Ipxe }}] [{{ .Init }}] [{{ .Root }}]", "default false [] [] [] [] []")]
    public void Root_Field_PrintsAsInGo(string template, string expected) => Assert.Equal(expected, _lab.Text(template));

    [Theory]
    [InlineData("{{ .Device }} {{ .Hwaddr }} {{ .Ipaddr }} {{ .Netmask }} {{ .Gateway }} {{ .Ipaddr6 }}", "eth0 02:00:00:00:00:01 10.0.0.2 255.255.0.0 10.0.255.254 <nil>")]
    [InlineData("{{ .IpCIDR }} [{{ .IpCIDR6 }}] {{ .Primary }} [{{ .MTU }}] [{{ .Type }}] [{{ .PrefixLen6 }}]", "10.0.0.2/16 [] true [] [] []")]
    [InlineData("{{ .OnBoot.Bool }} {{ .OnBoot.BoolDefaultTrue }} [{{ .OnBoot }}] {{ eq .OnBoot \"true\" }} {{ .Tags.DNS1 }}", "false true [] false 10.0.0.1")]
    [InlineData("{{ if .Ipaddr6 }}6{{ else }}none{{ end }} {{ default .Netmask .Ipaddr6 }} {{ .Ipaddr.String }}", "none 255.255.0.0 10.0.0.2")]
    public void Device_Field_PrintsAsInGo(string template, string expected)
    {
        Assert.Equal(expected, _lab.Text("{{ range .NetDevs }}" + template + "{{ end }}"));
        Assert.Equal(expected, _lab.Text("{{ range .ThisNode.NetDevs }}" + template + "{{ end }}"));
        Assert.Equal(expected, _lab.Text("{{ range (index .AllNodes 0).NetDevs }}" + template + "{{ end }}"));
    }

    [Theory]
    [InlineData("{{ .Kernel.Version }} {{ .Kernel.Args }}", " []")]
    [InlineData("{{ range .NetDevs }}x{{ else }}none{{ end }} {{ .PrimaryNetDev }}|", "none |")]
    [InlineData("{{ range .Tags }}x{{ else }}none{{ end }} {{ .Tags.x.y }}", "none <no value>")]
    [InlineData("{{ .ImageName }}|{{ .ThisNode.DiskList }}|{{ .DiskList }}", "|[]|[]")]
    public void Root_BareNode_IsSafe(string template, string expected)
    {
        _lab.Nodes[0] = OverlayLab.MakeNode(1, _ => NodeSettings.Empty);

        Assert.Equal(expected, _lab.Text(template));
    }

    [Fact]
    public void KernelVersion_NoneChosen_IsTheImages()
    {
        _lab.KernelVersion = image => image == "rocky9" ? "6.12.0" : null;
        _lab.Nodes[0] = OverlayLab.MakeNode(1, settings => settings with { Kernel = null });

        Assert.Equal("6.12.0 5.14.0", _lab.Text("{{ .Kernel.Version }} {{ (index .AllNodes 1).Kernel.Version }}"));
    }

    [Theory]
    [InlineData(null, "false true")]
    [InlineData("yes", "true true")]
    [InlineData("on", "true true")]
    [InlineData("1", "true true")]
    [InlineData("no", "false false")]
    [InlineData("off", "false false")]
    [InlineData("UNDEF", "false false")]
    [InlineData("--", "false false")]
    [InlineData("maybe", "false true")]
    public void YesNoWord_Spelling_IsUnderstood(string? word, string expected)
    {
        _lab.Nodes[0] = OverlayLab.MakeNode(1, settings => settings with
        {
            NetworkDevices = settings.NetworkDevices!.SetItem("default", new NetworkConfig { OnBoot = word }),
        });

        Assert.Equal(expected, _lab.Text("{{ with .NetDevs.default.OnBoot }}{{ end }}{{ .NetDevs.default.OnBoot.Bool }} {{ .NetDevs.default.OnBoot.BoolDefaultTrue }}"));
    }

    [Fact]
    public void DisksAndFileSystems_Lists_AreSorted()
    {
        _lab.Nodes[0] = OverlayLab.MakeNode(1, settings => settings with
        {
            Disks = SortedMap<DiskConfig>.Empty.SetItem("/dev/sda", new DiskConfig
            {
                WipeTable = true,
                Partitions = SortedMap<PartitionConfig>.Empty
                    .SetItem("a", new PartitionConfig())
                    .SetItem("b", new PartitionConfig { Number = "10", SizeMiB = "5", ShouldExist = true })
                    .SetItem("c", new PartitionConfig { Number = "9" }),
            }),
            FileSystems = SortedMap<FileSystemConfig>.Empty
                .SetItem("/dev/b", new FileSystemConfig { Format = "xfs", Options = ["-K"], WipeFileSystem = false })
                .SetItem("/dev/a", new FileSystemConfig { Format = "swap" }),
        });

        Assert.Equal(
            "/dev/sda true true: c 9 false <nil>;b 10 true true;a  false <nil>;",
            _lab.Text("{{ range .ThisNode.DiskList }}{{ .Id }} {{ .WipeTable }} {{ .WipeTableP }}: "
                + "{{ range .PartitionList }}{{ .Id }} {{ .Number }} {{ .ShouldExist }} {{ .ShouldExistP }};{{ end }}{{ end }}"));
        Assert.Equal(
            "/dev/a swap [] <nil>;/dev/b xfs [-K] false;xfs",
            _lab.Text("{{ range .ThisNode.FileSystemList }}{{ .Id }} {{ .Format }} {{ .Options }} {{ .WipeFileSystemP }};{{ end }}"
                + "{{ (index .FileSystems \"/dev/b\").Format }}"));
    }

    [Fact]
    public void Resources_AnyShape_KeepTheirTypes()
    {
        const string Json = """{"fstab":[{"spec":"a:/h","freq":0},{"spec":"b"}],"num":5,"half":2.5,"flag":true,"none":null,"word":"yes"}""";
        _lab.Nodes[0] = OverlayLab.MakeNode(1, settings => settings with
        {
            Resources = SortedMap<JsonElement>.From(JsonDocument.Parse(Json).RootElement.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value))),
        });

        Assert.Equal("a:/h 0;b <no value>;", _lab.Text("{{ range .Resources.fstab }}{{ .spec }} {{ .freq }};{{ end }}"));
        Assert.Equal("true false true", _lab.Text("{{ eq .Resources.num 5 }} {{ eq .Resources.half 2.0 }} {{ .Resources.flag }}"));
        Assert.Equal("[]<no value>none", _lab.Text("{{ index .Resources \"fstab\" | len | until | len | untilStep 2 1 }}{{ .Resources.nope }}{{ range .Resources.nope }}x{{ else }}none{{ end }}"));
        Assert.Equal("x=1 a:/h", _lab.Text("{{ $r := index .Resources.fstab 0 }}{{ $_ := set $r \"x\" 1 }}x={{ $r.x }} {{ (index .Resources.fstab 0).spec }}"));
        Assert.Equal("<no value>", _lab.Text("{{ $_ := set (index .Resources.fstab 0) \"x\" 1 }}{{ (index .Resources.fstab 0).x }}"));
        Errors.Expect(Core.Api.ApiErrorCode.Invalid, "expected map[string]interface {}; got map[string]node.Resource", () => _lab.Text("{{ hasKey .Resources \"num\" }}"));
    }

    [Fact]
    public void Site_IPv6_GivesItsNetworks()
    {
        _lab.SiteConfig = OverlayLab.Config with { Ipaddr6 = IPAddress.Parse("fd00:10::8"), PrefixLen6 = 64, Network = null };

        Assert.Equal(
            "true fd00:10::8 64 fd00:10::8/64 fd00:10:: fd00:10::/64 10.0.0.0 10.0.0.0/16",
            _lab.Text("{{ .Ipv6 }} {{ .Ipaddr6 }} {{ .PrefixLen6 }} {{ .IpCIDR6 }} {{ .Network6 }} {{ .NetworkCIDR6 }} {{ .Network }} {{ .NetworkCIDR }}"));
    }

    [Fact]
    public void Site_Unset_IsEmptyText()
    {
        _lab.SiteConfig = new SiteConfig();

        Assert.Equal("[][][][][]", _lab.Text("[{{ .Ipaddr }}][{{ .Netmask }}][{{ .Network }}][{{ .IpCIDR }}][{{ .NetworkCIDR }}]"));
    }

    [Theory]
    [InlineData("10.0.0.5", "255.255.255.0", "10.0.0.5/24")]
    [InlineData("10.0.0.5", "255.255.255.255", "10.0.0.5/32")]
    [InlineData("10.0.0.5", "255.0.255.0", "")]
    [InlineData("10.0.0.5", "0.0.0.0", "")]
    [InlineData("0.0.0.0", "255.0.0.0", "")]
    [InlineData(null, "255.0.0.0", "")]
    [InlineData("fd00::1", "255.0.0.0", "")]
    public void Cidr_AddressAndMask_AreJoined(string? address, string? mask, string expected) =>
        Assert.Equal(expected, Addresses.Cidr(address is null ? null : IPAddress.Parse(address), mask is null ? null : IPAddress.Parse(mask)));

    [Theory]
    [InlineData("fd00::1", "64", "fd00::1/64")]
    [InlineData("fd00::1", "0", "fd00::1/0")]
    [InlineData("fd00::1", "129", "")]
    [InlineData("fd00::1", null, "")]
    [InlineData("10.0.0.1", "64", "")]
    public void Cidr6_AddressAndPrefix_AreJoined(string address, string? prefix, string expected) =>
        Assert.Equal(expected, Addresses.Cidr6(IPAddress.Parse(address), prefix));

    [Theory]
    [InlineData("Bindir Sysconfdir Localstatedir Cachedir Ipxesource Srvdir Firewallddir Systemddir Datadir WWOverlaydir WWChrootdir WWProvisiondir WWClientdir WWFilesdir", ".Paths.")]
    [InlineData("NodesConf AuthenticationConf OciBlobCachedir SiteOverlaydir DistributionOverlaydir OverlayProvisiondir", ".Paths.")]
    [InlineData("EnabledP Template RangeStart RangeEnd Range6Start Range6End SystemdName Enabled", ".Dhcp.")]
    [InlineData("EnabledP ExportsExtended SystemdName Enabled", ".Nfs.")]
    [InlineData("EnabledP TftpRoot SystemdName IpxeBinaries Enabled", ".Tftp.")]
    [InlineData("Port TLSPort UpdateInterval SystemdName SecureP SecureFilesP TLSEnabledP AutobuildOverlaysP EnableHostOverlayP GrubBootP", ".Warewulf.")]
    [InlineData("Secure SecureFiles TLSEnabled AutobuildOverlays EnableHostOverlay GrubBoot", ".Warewulf.")]
    [InlineData("Discoverable AssetKey Profiles Comment ClusterName ImageName Ipxe RuntimeOverlay SystemOverlay Kernel Ipmi Init Root NetDevs Tags PrimaryNetDev Disks FileSystems Resources", ".")]
    [InlineData("Id Valid ContainerName DiskList FileSystemList Discoverable AssetKey Tags NetDevs Resources Ipmi Kernel", ".ThisNode.")]
    [InlineData("UserName Password Port Interface EscapeChar Template Ipaddr Gateway Netmask Write Tags", ".Ipmi.")]
    [InlineData("Type Device Hwaddr PrefixLen6 MTU OnBoot Ipaddr Netmask Gateway Ipaddr6 Gateway6 Tags IpCIDR IpCIDR6 Primary", ".NetDevs.default.")]
    [InlineData("BuildSource BuildHost BuildTime BuildTimeUnix Overlay Container ContainerName Hostname", ".")]
    public void Root_DocumentedName_Exists(string names, string prefix)
    {
        var template = string.Concat(names.Split(' ').Select(name => "{{ " + prefix + name + " }}\n"));

        Assert.DoesNotContain("<no value>", _lab.Text(template), StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_Configured_WinOverDefaults()
    {
        _lab.SiteConfig = OverlayLab.Config with
        {
            Paths = ImmutableSortedDictionary<string, string>.Empty.Add("sysconfdir", "/opt/etc").Add("wwoverlaydir", "/srv/overlays").Add("datadir", ""),
        };

        Assert.Equal("/opt/etc/warewulf/nodes.conf /srv/overlays /usr/share", _lab.Text("{{ .Paths.NodesConf }} {{ .Paths.SiteOverlaydir }} {{ .Paths.Datadir }}"));
    }

    [Theory]
    [InlineData("{{ range index .Resources \"none\" }}x{{ else }}empty{{ end }}", "empty")]
    [InlineData("{{ range .Resources.none }}x{{ else }}empty{{ end }}", "empty")]
    [InlineData("{{ with $r := index .Resources \"none\" }}x{{ else }}{{ range $r }}{{ else }}empty{{ end }}{{ end }}", "empty")]
    public void Resources_Missing_AreLikeEmptyLists(string template, string expected) => Assert.Equal(expected, _lab.Text(template));

    [Fact]
    public void Root_OneOfManyNodes_LooksAtNoOther()
    {
        var nodes = new CountingList<EffectiveNode>([.. Enumerable.Range(1, 1000).Select(number => OverlayLab.MakeNode(number))]);
        var site = new OverlaySite(nodes, OverlayLab.Config) { BuildHost = "head1", BuildTime = default };
        _lab.Write("site/t/rootfs/f.ww", "{{ .Id }} {{ range .NetDevs }}{{ .Primary }}{{ end }} {{ len .AllNodes }}");
        var output = _lab.Renderer.Render(new OverlayContext(site, nodes.Items[5]), _lab.Renderer.Load([OverlayName.Parse("t")]));

        Assert.Equal("n0006 true 1000", OverlayLab.Text(output, "f"));
        Assert.Equal(0, nodes.Reads);
    }
}
