using System.Net;
using Warewulf.Core.Api;
using Warewulf.Core.Boot;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Tests.Archives;
using Warewulf.Core.Tests.Overlays;

namespace Warewulf.Core.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class BootScriptTests
{
    private static readonly MacAddress Mac = MacAddress.Parse("02:00:00:00:00:0A");
    private static readonly IPEndPoint Server = new(IPAddress.Parse("10.0.0.1"), 9873);

    private static BootPlan Plan { get; } = new(NodeName.Parse("n0001"), 7)
    {
        KernelVersion = "6.12.0",
        KernelArgs = ["quiet", "crashkernel=no"],
        ImageName = "rocky9",
        ClusterName = "c1",
        Root = "tmpfs",
        Tags = SortedMap<string>.Empty.SetItem("role", "compute"),
        NetworkDevices = SortedMap<NetworkConfig>.Empty.SetItem("default", new NetworkConfig
        {
            Device = "eth0",
            Hwaddr = Mac,
            Ipaddr = IPAddress.Parse("10.0.0.10"),
            Netmask = IPAddress.Parse("255.255.0.0"),
        }),
    };

    [Theory]
    [InlineData("{{ .Id }} {{ .Hostname }} {{ .Fqdn }} {{ .Cluster }}", "n0001 n0001 n0001 c1")]
    [InlineData("[{{ .Message }}{{ .WaitTime }}] {{ .ImageName }} {{ .Ipxe }} {{ .Hwaddr }}", "[] rocky9 default 02:00:00:00:00:0a")]
    [InlineData("{{ .Ipaddr }} [{{ .Ipaddr6 }}] {{ .Port }} {{ .Authority }} {{ .TLS }}", "10.0.0.1 [] 9873 10.0.0.1:9873 false")]
    [InlineData("{{ .KernelArgs }}|{{ .KernelVersion }}|{{ .Root }}", "quiet crashkernel=no|6.12.0|tmpfs")]
    [InlineData("{{ .Tags.role }} [{{ index .Tags \"IPXEMenuEntry\" }}] {{ .Tags.nope }}", "compute [] <no value>")]
    [InlineData("{{ range $n, $d := .NetDevs }}{{ $n }} {{ $d.Device }} {{ $d.Hwaddr }} {{ $d.IpCIDR }} {{ $d.Gateway }}{{ end }}", "default eth0 02:00:00:00:00:0a 10.0.0.10/16 <nil>")]
    [InlineData("{{ default \"tmpfs\" .Root | upper }}", "TMPFS")]
    public void Render_Field_IsThePlans(string template, string expected) =>
        Assert.Equal(expected, BootScript.Render("t.ipxe", template, Plan, Mac, Server));

    [Theory]
    [InlineData("fd00::1", "|fd00::1|[fd00::1]:80")]
    [InlineData("fe80::1%3", "|fe80::1|[fe80::1]:80")]
    [InlineData("::ffff:10.0.0.9", "10.0.0.9||10.0.0.9:80")]
    public void Render_ServersAddress_MakesTheAuthority(string address, string expected) => Assert.Equal(
        expected,
        BootScript.Render("t", "{{ .Ipaddr }}|{{ .Ipaddr6 }}|{{ .Authority }}", Plan, Mac, new IPEndPoint(IPAddress.Parse(address), 80)));

    [Fact]
    public void Render_BarePlan_IsSafe() => Assert.Equal(
        "||default||map[]|map[]|",
        BootScript.Render("t", "{{ .ImageName }}|{{ .Cluster }}|{{ .Ipxe }}|{{ .KernelArgs }}{{ .KernelVersion }}|{{ .Tags }}|{{ .NetDevs }}|{{ .Root }}", new BootPlan(NodeName.Parse("n1"), 1), Mac, Server));

    [Fact]
    public void RenderUnknown_OnlyTheAddress_IsSet() => Assert.Equal(
        "02:00:00:00:00:0a||||map[]", BootScript.RenderUnknown("t", "{{ .Hwaddr }}|{{ .Id }}|{{ .Authority }}|{{ .Port }}|{{ .Tags }}", Mac));

    [Theory]
    [InlineData("{{ .Nope }}", "Boot script template 't.ipxe', line 1, column 4: executing \"t.ipxe\" at <.Nope>: can't evaluate field Nope")]
    [InlineData("a\n{{ if }}", "Boot script template 't.ipxe', line 2: missing value for if")]
    [InlineData("{{ Include \"/etc/passwd\" }}", "function \"Include\" not defined")]
    [InlineData("{{ file \"x\" }}", "function \"file\" not defined")]
    [InlineData("{{ range until 2000000 }}x{{ end }}", "exceeds the limit")]
    public void Render_Mistake_IsAnErrorWithItsPlaceAndNode(string template, string expected)
    {
        var error = Errors.Expect(ApiErrorCode.Invalid, expected, () => BootScript.Render("t.ipxe", template, Plan, Mac, Server));
        Assert.EndsWith("(node 'n0001').", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RenderUnknown_Mistake_NamesTheMachine() => Errors.Expect(
        ApiErrorCode.Invalid, "(unknown machine '02:00:00:00:00:0a').", () => BootScript.RenderUnknown("t.ipxe", "{{ .Nope }}", Mac));

    [Theory]
    [InlineData(null)]
    [InlineData("imgextract")]
    [InlineData("initrd")]
    [InlineData("initrd_nocompress")]
    [InlineData("dracut")]
    [InlineData("dracut_static")]
    [InlineData("shell")]
    public void Render_OurScript_HasEveryMethod(string? method)
    {
        var plan = method is null ? Plan : Plan with { Tags = Plan.Tags.SetItem("IPXEMenuEntry", method) };

        var lines = BootScript.Render("default.ipxe", Shipped("default.ipxe"), plan, Mac, Server).Split('\n');

        Assert.Equal("#!ipxe", lines[0]);
        Assert.Contains("set base http://10.0.0.1:9873", lines);
        Assert.Contains("set hwaddr 02:00:00:00:00:0a", lines);
        Assert.Contains("set kernel_args quiet crashkernel=no", lines);
        Assert.Contains($"set method {method ?? "initrd"}", lines);
        Assert.Contains($":{method ?? "imgextract"}", lines);
        Assert.Contains("set network ifname=eth0:02:00:00:00:00:0a ip=eth0:dhcp", lines);
        Assert.Contains("set network ifname=eth0:02:00:00:00:00:0a ip=10.0.0.10:::255.255.0.0::eth0:on", lines);
        Assert.Contains(":load_runtime", lines);
        Assert.DoesNotContain(lines, line => line.Contains("<no", StringComparison.Ordinal) || line.Contains("<nil>", StringComparison.Ordinal) || line.Contains("{{", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_OurScriptWithoutImage_ReportsIt() => Assert.Contains(
        "node n0001 has no image", BootScript.Render("default.ipxe", Shipped("default.ipxe"), Plan with { ImageName = "" }, Mac, Server), StringComparison.Ordinal);

    [Fact]
    public void RenderUnknown_OurScript_ShowsTheAddress() => Assert.Contains(
        "wwctl node add NAME --hwaddr 02:00:00:00:00:0a", BootScript.RenderUnknown("unconfigured.ipxe", Shipped("unconfigured.ipxe"), Mac), StringComparison.Ordinal);

    private static string Shipped(string name) => File.ReadAllText(Path.Combine(OverlayLab.DeployDirectory, "ipxe", name));
}
