using System.Text;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class TemplateInfoTests
{
    [Theory]
    [InlineData("{{ .Kernel.Args }}", ".Kernel.Args []string kernelargs")]
    [InlineData("{{ range $name, $device := .NetDevs }}{{ $device.Ipaddr }}{{ end }}", ".NetDevs map[string]*node.NetDev  $device.Ipaddr net.IP ipaddr")]
    [InlineData("{{ range .ThisNode.NetDevs }}{{ .Hwaddr }}{{ end }}", ".ThisNode.NetDevs map[string]*node.NetDev  .Hwaddr string hwaddr")]
    [InlineData("{{ range .AllNodes }}{{ .ImageName }}{{ end }}", ".AllNodes []node.Node  .ImageName string image")]
    [InlineData("{{ with .Ipmi }}{{ .UserName }}{{ else }}{{ $.Id }}{{ end }}", ".Ipmi *node.IpmiConf  .UserName string ipmiuser $.Id string")]
    [InlineData("{{ $t := .Tags }}{{ if eq $t.role \"x\" }}{{ .Tags.role }}{{ end }}", ".Tags map[string]string tagadd $t.role string tagadd .Tags.role string tagadd")]
    [InlineData("{{ (index .NetDevs \"x\").Device }}", ".NetDevs map[string]*node.NetDev")]
    [InlineData("{{ range $i := until 3 }}{{ $i.x }}{{ end }}", "$i.x")]
    [InlineData("plain", "")]
    public void Of_NamesWhatIsRead(string template, string expected) => Assert.Equal(
        expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Info(template).Variables.SelectMany(variable => new[] { variable.Name, variable.Type, variable.Flag ?? "" }).Where(word => word.Length > 0));

    [Fact]
    public void Of_Comments_ExplainFileAndVariables()
    {
        var info = Info("{{/* wwdoc: first line\n  wwdoc: second\n .Id: the name, really\n nothing here */}}\n{{- /* .Tags.a : b */ -}}{{ .Id }}{{ .Tags.a }}{{ .Root }}");
        Assert.Equal(["first line", "second"], info.Documentation);
        Assert.Equal(["the name, really", "b", "where the image lives: initramfs, tmpfs or a device"], info.Variables.Select(variable => variable.Help));
    }

    [Fact]
    public void Of_TextThatIsNoTemplate_SaysWhere() =>
        Assert.Contains("x.ww", Assert.Throws<WarewulfException>(() => Info("{{ if }}")).Message, StringComparison.Ordinal);

    private static TemplateInfo Info(string template) => TemplateInfo.Of("x.ww", Encoding.UTF8.GetBytes(template));
}
