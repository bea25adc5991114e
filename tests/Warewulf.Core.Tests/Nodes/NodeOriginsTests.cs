using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Tests.Nodes;

[Trait("Suite", "Fast")]
public sealed class NodeOriginsTests
{
    [Theory]
    [InlineData("Init", "/p2", "p2", FieldOriginKind.Profile)]
    [InlineData("Root", "tmpfs", "SUPERSEDED", FieldOriginKind.Node)]
    [InlineData("ClusterName", "c1", "", FieldOriginKind.Node)]
    [InlineData("SystemOverlay", "a,b,~a", "p1,p2,n1", FieldOriginKind.Node)]
    [InlineData("RuntimeOverlay", "own", "", FieldOriginKind.Node)]
    [InlineData("Kernel.Args", "quiet", "p1", FieldOriginKind.Profile)]
    [InlineData("Profiles", "p2", "", FieldOriginKind.Node)]
    [InlineData("NetDevs[default].Netmask", "255.255.0.0", "p1", FieldOriginKind.Profile)]
    [InlineData("NetDevs[default].Ipaddr", "10.0.0.1", "", FieldOriginKind.Node)]
    [InlineData("Tags[both]", "node", "SUPERSEDED", FieldOriginKind.Node)]
    [InlineData("Discoverable", "true", "", FieldOriginKind.Node)]
    [InlineData("AssetKey", "key", "", FieldOriginKind.Node)]
    [InlineData("Ipxe", "default", "", FieldOriginKind.Default)]
    [InlineData("PrimaryNetDev", "default", "", FieldOriginKind.Default)]
    public void Explain_Field_TellsWhereItsValueComesFrom(string field, string value, string source, FieldOriginKind kind)
    {
        var origin = Assert.Single(Explain(), origin => origin.Field == field);
        Assert.Equal((value, source, kind), (origin.Value, origin.Source, origin.Kind));
    }

    [Fact]
    public void Explain_CommentOfAProfile_IsNotTheNodes() => Assert.DoesNotContain(Explain(), origin => origin.Field == "Comment");

    [Fact]
    public void Explain_Fields_ComeInTheOrderOfTheTable() => Assert.Equal(
        ["Discoverable", "AssetKey", "Profiles", "ClusterName", "RuntimeOverlay", "SystemOverlay", "Kernel.Args", "Init", "Root", "NetDevs[default].Ipaddr", "NetDevs[default].Netmask", "Tags[both]"],
        Explain().Where(origin => origin.Kind != FieldOriginKind.Default).Select(origin => origin.Field));

    private static IReadOnlyList<FieldOrigin> Explain()
    {
        var profiles = new Dictionary<string, ProfileConfig>
        {
            ["p1"] = Profile("p1", ("init", "/p1"), ("system-overlays", "a"), ("kernelargs", "quiet"), ("netmask", "255.255.0.0"), ("comment", "remark")),
            ["p2"] = Profile("p2", ("profile", "p1"), ("init", "/p2"), ("root", "ramfs"), ("system-overlays", "b"), ("tagadd", "both=profile")),
        };
        var node = new NodeConfig(NodeName.Parse("n1"), Settings(
            ("profile", "p2"), ("root", "tmpfs"), ("cluster", "c1"), ("system-overlays", "~a"), ("runtime-overlays", "own"), ("ipaddr", "10.0.0.1"), ("tagadd", "both=node"), ("discoverable", "yes"), ("asset", "key")));
        return NodeOrigins.Explain(node, new NodeMerger(profiles.GetValueOrDefault));
    }

    private static ProfileConfig Profile(string name, params (string Flag, string Value)[] fields) => new(ProfileName.Parse(name), Settings(fields));

    private static NodeSettings Settings(params (string Flag, string Value)[] fields) =>
        new SettingsEdit { Fields = fields.ToDictionary(field => field.Flag, field => field.Value) }.Apply(NodeSettings.Empty);
}
