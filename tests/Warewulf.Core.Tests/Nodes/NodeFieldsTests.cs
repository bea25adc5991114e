using System.Net;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Nodes;

[Trait("Suite", "Fast")]
public sealed class NodeFieldsTests
{
    [Fact]
    public void Set_EveryField_IsReadBack()
    {
        foreach (var field in NodeFields.All.Where(field => field.Kind != NodeFieldKind.ResourceMap))
        {
            var value = NodeFieldSamples.Of(field);
            var set = field.Set(NodeSettings.Empty, NodeFieldSamples.Target, value);
            Assert.Equal(value, field.Get(set, NodeFieldSamples.Target));
            if (field.Kind != NodeFieldKind.TagMap)
            {
                Assert.Equal(NodeSettings.Empty, field.Set(set, NodeFieldSamples.Target, NodeField.Undefined));
            }

            Assert.Same(field, Assert.Single(NodeFields.Entries(set).Select(entry => entry.Field).Distinct()));
        }
    }

    [Fact]
    public void Flags_AreUnique()
    {
        Assert.Equal(NodeFields.Settable.Count, NodeFields.Settable.Select(field => field.Flag).Distinct().Count());
        Assert.Equal(NodeFields.All.Count, NodeFields.All.Select(field => (field.Scope, field.Key)).Distinct().Count());
        var shorts = NodeFields.All.Where(field => field.Short is not null).Select(field => field.Short).ToList();
        Assert.Equal(shorts.Count, shorts.Distinct().Count());
    }

    [Theory]
    [InlineData("ipaddr", "10.0.0")]
    [InlineData("ipaddr", "10.0.0.1/24")]
    [InlineData("ipaddr", "1")]
    [InlineData("ipaddr", "::g")]
    [InlineData("hwaddr", "52:54")]
    [InlineData("onboot", "maybe")]
    [InlineData("mtu", "-1")]
    [InlineData("mtu", "big")]
    [InlineData("tagadd", "novalue")]
    [InlineData("tagadd", "=value")]
    [InlineData("tagadd", "")]
    [InlineData("tagadd", "UNDEF")]
    [InlineData("nettagadd", "UNSET")]
    [InlineData("ipmitagadd", "a=b,\"c=d")]
    [InlineData("netmask", "255.0.255.0")]
    [InlineData("ipaddr", "fd00::1")]
    [InlineData("ipaddr6", "10.0.0.1")]
    [InlineData("prefixlen6", "129")]
    [InlineData("comment", "two\nlines")]
    [InlineData("kernelargs", "\"console=ttyS0,115200")]
    public void Set_MalformedValue_NamesTheFlag(string flag, string value)
    {
        var error = Assert.Throws<WarewulfException>(() => NodeFields.Find(flag).Set(NodeSettings.Empty, NodeFieldSamples.Target, value));
        Assert.Contains($"--{flag}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_UnknownField_IsNamed()
    {
        var error = Assert.Throws<WarewulfException>(() => NodeFields.Find("colour"));
        Assert.Contains("'colour'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_OneTagWithCommas_IsOneTag()
    {
        var settings = NodeFields.Find("nettagadd").Set(NodeSettings.Empty, FieldTarget.Default, "route1=10.0.0.0/8,10.1.1.1");
        var tag = Assert.Single(settings.NetworkDevices!["default"].Tags!);
        Assert.Equal(KeyValuePair.Create("route1", "10.0.0.0/8,10.1.1.1"), tag);
    }

    [Theory]
    [InlineData("a=b", "a:b")]
    [InlineData("route1=10.0.0.0/8,10.1.1.1", "route1:10.0.0.0/8,10.1.1.1")]
    [InlineData("route1=10.0.0.0/8,10.1.1.1;route2=172.16.0.0/12,10.1.1.2", "route1:10.0.0.0/8,10.1.1.1;route2:172.16.0.0/12,10.1.1.2")]
    [InlineData("a=1,b=2;c=3,4", "a:1;b:2;c:3,4")]
    [InlineData("a=5\" disk, big;b=2", "a:5\" disk, big;b:2")]
    [InlineData("\"a=1,2\",b=3", "a:1,2;b:3")]
    [InlineData("a=1;a=2,3", "a:2,3")]
    public void Join_SeveralTags_IsReadAsEachByItself(string texts, string expected)
    {
        var field = NodeFields.Find("tagadd");
        var settings = field.Set(NodeSettings.Empty, FieldTarget.Default, field.Join(texts.Split(';')));
        Assert.Equal(expected, string.Join(';', settings.Tags!.Select(tag => $"{tag.Key}:{tag.Value}")));
    }

    [Theory]
    [InlineData("x;a=b", "'x'")]
    [InlineData("a=b;x", "'x'")]
    [InlineData(";a=b", "'='")]
    public void Join_OneThatIsNoTag_StaysWrong(string texts, string named)
    {
        var field = NodeFields.Find("tagadd");
        Assert.Contains(named + " is not a pair", field.Validate(field.Join(texts.Split(';'))), StringComparison.Ordinal);
    }

    [Fact]
    public void Join_SeveralValuesOfOtherKinds_AreAListOrTheLast()
    {
        Assert.Equal("a,b", NodeFields.Find("kernelargs").Join(["a", "b"]));
        Assert.Equal("b", NodeFields.Find("comment").Join(["a", "b"]));
    }

    [Fact]
    public void Entries_TextsAndTagsOfSeveralLines_HaveNoProblem()
    {
        var settings = new NodeSettings { Comment = "two\n\tlines\n", Tags = SortedMap<string>.From([KeyValuePair.Create("script", "one\ntwo\n")]) };
        Assert.All(NodeFields.Entries(settings), entry => Assert.Null(entry.Problem));
    }

    [Fact]
    public void Entries_OtherControlCharacters_AreProblems()
    {
        var settings = new NodeSettings
        {
            Comment = "a\u001bb",
            Init = "a\0b",
            Kernel = new KernelConfig { Args = ["quiet\nsplash"] },
            Tags = SortedMap<string>.From([KeyValuePair.Create("a\nb", "x"), KeyValuePair.Create("c", "x\r")]),
        };
        Assert.All(NodeFields.Entries(settings), entry => Assert.Contains("control character", entry.Problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Set_ListWithQuotes_KeepsTheCommaInside()
    {
        var settings = NodeFields.Find("kernelargs").Set(NodeSettings.Empty, FieldTarget.Default, "\"console=ttyS0,115200\",quiet");
        Assert.Equal("console=ttyS0,115200 quiet", string.Join(' ', settings.Kernel!.Args!.Value));
    }

    [Fact]
    public void Set_NetworkFields_GoToTheNamedNetwork()
    {
        var settings = NodeFields.Find("ipaddr").Set(NodeSettings.Empty, new FieldTarget { Net = "mgmt" }, "10.0.0.9");
        Assert.Equal(IPAddress.Parse("10.0.0.9"), settings.NetworkDevices!["mgmt"].Ipaddr);
        Assert.Null(NodeFields.Find("ipaddr").Get(settings, FieldTarget.Default));
    }
}
