using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Nodes;

[Trait("Suite", "Fast")]
public sealed class SettingsDiffTests
{
    [Theory]
    [InlineData("image", "rocky9", "image: <unset> → \"rocky9\"")]
    [InlineData("kernelargs", "a,b", "kernel.kernelargs: [] → [a, b]")]
    [InlineData("ipaddr", "10.0.0.1", "netdevs[default].ipaddr: <unset> → \"10.0.0.1\"")]
    [InlineData("tagadd", "k=v", "tags[k]: <unset> → \"v\"")]
    [InlineData("nettagadd", "k=v", "netdevs[default].tags[k]: <unset> → \"v\"")]
    [InlineData("ipmipass", "secret", "ipmi.ipmipass: <unset> → ********")]
    [InlineData("asset", "secret", "asset: <unset> → ********")]
    public void Between_AField_ShowsBothValues(string flag, string value, string shown)
    {
        var after = NodeFields.Find(flag).Set(NodeSettings.Empty, FieldTarget.Default, value);
        var change = Assert.Single(SettingsDiff.Between(NodeSettings.Empty, after));
        Assert.Equal(shown, $"{change.Path}: {change.Before} → {change.After}");
        Assert.Equal((change.After, change.Before), Reverse(Assert.Single(SettingsDiff.Between(after, NodeSettings.Empty))));
    }

    [Fact]
    public void Between_FalseAndUnset_Differ()
    {
        var field = NodeFields.Find("diskwipe");
        var target = new FieldTarget { Disk = "/dev/sda" };
        var change = Assert.Single(SettingsDiff.Between(NodeSettings.Empty, field.Set(NodeSettings.Empty, target, "false")));
        Assert.Equal("disks[/dev/sda].diskwipe: <unset> → false", $"{change.Path}: {change.Before} → {change.After}");
    }

    [Fact]
    public void Between_ASecretThatChanged_SaysSoAndNotToWhat()
    {
        var field = NodeFields.Find("ipmipass");
        var change = Assert.Single(SettingsDiff.Between(
            field.Set(NodeSettings.Empty, FieldTarget.Default, "one"), field.Set(NodeSettings.Empty, FieldTarget.Default, "two")));
        Assert.Equal(("********", "********"), (change.Before, change.After));
    }

    private static (string Before, string After) Reverse(FieldChange change) => (change.Before, change.After);
}
