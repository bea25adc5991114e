using Warewulf.Core.Formats;
using Warewulf.Core.Site;

namespace Warewulf.Core.Tests.Site;

[Trait("Suite", "Fast")]
public sealed class SiteChecksTests
{
    private readonly List<string> _odd = [];

    [Theory]
    [InlineData("")]
    [InlineData("ipaddr: 10.0.0.1/24\ndhcp:\n  range start: 10.0.0.10\n  range end: 10.0.0.20\n")]
    public void Check_SettingsThatHold_PassSilently(string text)
    {
        Check(text);
        Assert.Empty(_odd);
    }

    [Theory]
    [InlineData("ipaddr: 10.0.0.1\nnetmask: 255.0.255.0\n", "'255.0.255.0' is not a network mask")]
    [InlineData("ipaddr: 10.0.0.1/24\ndhcp:\n  range start: 10.0.1.10\n  range end: 10.0.1.20\n", "not inside the boot network 10.0.0.0/24")]
    [InlineData("tftp:\n  ipxe:\n    seven: a.efi\n", "'seven'")]
    [InlineData("tftp:\n  ipxe:\n    \"00:07\": dir/\n", "'dir/'")]
    [InlineData("warewulf:\n  tls: true\n", "'warewulf: tls'")]
    public void Check_SettingsThatDoNot_AreRefusedSayingWhich(string text, string expected)
    {
        var error = Assert.Throws<WarewulfException>(() => Check(text));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_GrubBoot_IsReported()
    {
        Check("warewulf:\n  grubboot: true\n");
        Assert.Contains("grubboot", Assert.Single(_odd), StringComparison.Ordinal);
    }

    private void Check(string text) => SiteChecks.Check("test.conf", SiteConfReader.Read("test.conf", text, _odd.Add), _odd.Add);
}
