using System.Globalization;
using Warewulf.Core.Formats;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Formats;

[Trait("Suite", "Fast")]
public sealed class NodesConfReaderTests
{
    private readonly List<string> _odd = [];

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("nodeprofiles:\nnodes: ~\n")]
    [InlineData("nodeprofiles: {}\nnodes: {}\n")]
    public void Read_NothingSaid_GivesNothing(string text)
    {
        var conf = Read(text);
        Assert.Empty(conf.Profiles);
        Assert.Empty(conf.Nodes);
        Assert.Empty(_odd);
    }

    [Fact]
    public void Read_EveryField_IsFound()
    {
        foreach (var field in NodeFields.All.Where(field => field.Kind != NodeFieldKind.ResourceMap))
        {
            var set = field.Set(NodeSettings.Empty, Nodes.NodeFieldSamples.Target, Nodes.NodeFieldSamples.Of(field));
            var text = NodesConfWriter.WriteMap([KeyValuePair.Create("n1", set)]);
            var read = Assert.Single(NodesConfReader.ReadNodes("test.conf", text, _odd.Add)).Settings;
            Assert.Equal(Nodes.NodeFieldSamples.Of(field), field.Get(read, Nodes.NodeFieldSamples.Target));
        }

        Assert.Empty(_odd);
    }

    [Fact]
    public void Read_ProfilesAndNodes_KeepTheOrderOfTheFile()
    {
        var conf = Read("nodes:\n  n2: {}\n  10: {}\nnodeprofiles:\n  default:\n    image name: rocky\n");
        Assert.Equal(["n2", "10"], conf.Nodes.Select(node => node.Name.ToString()));
        Assert.Equal("rocky", Assert.Single(conf.Profiles).Settings.ImageName);
    }

    [Theory]
    [InlineData("mtu: 9000", "9000")]
    [InlineData("mtu: '9000'", "9000")]
    [InlineData("type: 064", "064")]
    [InlineData("type: true", "true")]
    [InlineData("type: 2024-01-02", "2024-01-02")]
    [InlineData("device: 1e3", "1e3")]
    [InlineData("ipaddr: ::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("ipaddr6: FD00:0:0::1", "fd00::1")]
    [InlineData("hwaddr: AA-BB-CC-00-11-22", "aa:bb:cc:00:11:22")]
    [InlineData("onboot: no", "false")]
    [InlineData("onboot: T", "true")]
    public void Read_ScalarOfANetwork_KeepsItsText(string line, string value)
    {
        var field = NodeFields.Find(FieldScope.Net, line[..line.IndexOf(':', StringComparison.Ordinal)])!;
        Assert.Equal(value, field.Get(Node($"network devices:\n  default:\n    {line}"), FieldTarget.Default));
        Assert.Empty(_odd);
    }

    [Theory]
    [InlineData("comment: ''")]
    [InlineData("comment: ~")]
    [InlineData("comment: UNDEF")]
    [InlineData("discoverable: UNSET")]
    [InlineData("profiles: [a, UNSET]")]
    [InlineData("profiles: []")]
    [InlineData("profiles: [~]")]
    [InlineData("kernel:")]
    [InlineData("kernel: {}")]
    [InlineData("ipmi: {ipaddr: ''}")]
    [InlineData("ipmi: {ipaddr: UNDEF}")]
    [InlineData("tags: {}")]
    [InlineData("resources:")]
    [InlineData("network devices: {default: , ib0: {}}")]
    [InlineData("disks: {/dev/sda: {partitions: {a: ~}}}")]
    [InlineData("disks: {/dev/sda: {wipe_table: undef}}")]
    [InlineData("filesystems: {/dev/sda1: {}}")]
    public void Read_NothingOrAMarker_IsNotSet(string line)
    {
        Assert.Equal(NodeSettings.Empty, Node(line));
        Assert.Empty(_odd);
    }

    [Theory]
    [InlineData("nodes:\n  n1:\n")]
    [InlineData("nodes: {n1: null}\n")]
    public void Read_NullNode_IsOneWithoutSettings(string text) => Assert.Equal(NodeSettings.Empty, Assert.Single(Read(text).Nodes).Settings);

    [Fact]
    public void Read_ListWithNull_DropsIt() => Assert.Equal(["a", "1", "true"], Node("profiles: [a, ~, 1, true]").Profiles!.Value.ToArray());

    [Fact]
    public void Read_Tags_KeepEmptyOnesAndMarkers()
    {
        var tags = Node("tags: {a: , b: '', c: 064, d: UNDEF}").Tags!;
        Assert.Equal(["a=", "b=", "c=064", "d=UNDEF"], tags.Select(tag => $"{tag.Key}={tag.Value}"));
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("'off'", false)]
    [InlineData("True", true)]
    [InlineData("\"false\"", false)]
    [InlineData("n", false)]
    public void Read_TriState_TakesEveryWord(string word, bool value) =>
        Assert.Equal(value, Node($"disks: {{/dev/sda: {{wipe_table: {word}}}}}").Disks!["/dev/sda"].WipeTable);

    [Theory]
    [InlineData("off", "false")]
    [InlineData("On", "true")]
    [InlineData("y", "true")]
    public void Read_WordThatWarewulfDoesNotKnow_MeansWhatItSaysWithAWarning(string word, string value)
    {
        Assert.Equal(value, Node($"ipmi: {{write: {word}}}").Ipmi!.Write);
        Assert.StartsWith($"test.conf, line 3: 'nodes.n1.ipmi.write': '{word}' was read as {value}", Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("perhaps")]
    [InlineData("nil")]
    public void Read_WordThatIsNone_IsDroppedWithAWarning(string word)
    {
        Assert.Equal(NodeSettings.Empty, Node($"discoverable: {word}"));
        Assert.Contains("line 3: 'nodes.n1.discoverable'", Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnchorsAndMergeKeys_Work()
    {
        var conf = Read(
            """
            nodeprofiles:
              default: &base
                image name: rocky
                comment: base
                kernel: &kernel
                  args: &args [quiet]
            nodes:
              n1:
                <<: *base
                comment: own
              n2:
                <<: [{comment: first}, *base]
                kernel:
                  <<: *kernel
                  version: "6"
              n3:
                profiles: *args
            """);
        Assert.Equal(("rocky", "own"), (conf.Nodes[0].Settings.ImageName, conf.Nodes[0].Settings.Comment));
        Assert.Equal(("rocky", "first"), (conf.Nodes[1].Settings.ImageName, conf.Nodes[1].Settings.Comment));
        Assert.Equal("6 quiet", conf.Nodes[1].Settings.Kernel!.Version + " " + conf.Nodes[1].Settings.Kernel!.Args!.Value[0]);
        Assert.Equal("quiet", conf.Nodes[2].Settings.Profiles!.Value[0]);
        Assert.Empty(_odd);
    }

    [Theory]
    [InlineData("12", "12")]
    [InlineData("0x1F", "31")]
    [InlineData("0644", "420")]
    [InlineData("0o17", "15")]
    [InlineData("-0b11", "-3")]
    [InlineData("1_000", "1000")]
    [InlineData("1.50", "1.50")]
    [InlineData(".5", "0.5")]
    [InlineData("1e3", "1e3")]
    [InlineData("08", "8")]
    [InlineData("true", "true")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("~", "null")]
    [InlineData("null", "null")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("!!int '12'", "12")]
    [InlineData("2024-01-02T03:04:05Z", "\"2024-01-02T03:04:05Z\"")]
    [InlineData(".inf", "\".inf\"")]
    [InlineData("1e999", "\"1e999\"")]
    [InlineData("10.0.0.1", "\"10.0.0.1\"")]
    [InlineData("[a, ~, {b: 1}]", "[\"a\",null,{\"b\":1}]")]
    [InlineData("{1: x, true: y}", "{\"1\":\"x\",\"true\":\"y\"}")]
    [InlineData("{}", "{}")]
    public void Read_Resource_BecomesJson(string yaml, string json) =>
        Assert.Equal(json, Node($"resources: {{x: {yaml}}}").Resources!["x"].GetRawText());

    [Theory]
    [InlineData("image nam: x", "nodes.n1.image nam", "Did you mean 'image name'?")]
    [InlineData("network devices: {default: {hwadr: x}}", "nodes.n1.network devices.default.hwadr", "Did you mean 'hwaddr'?")]
    [InlineData("disks: {/dev/sda: {partitons: {}}}", "nodes.n1.disks./dev/sda.partitons", "Did you mean 'partitions'?")]
    [InlineData("colour: red", "nodes.n1.colour", "Correct or remove it.")]
    public void Read_UnknownKey_IsReportedWithLineAndPath(string line, string path, string advice)
    {
        Assert.Equal(NodeSettings.Empty, Node(line));
        Assert.Equal($"test.conf, line 3: the key '{path}' is not known and has no effect. {advice}", Assert.Single(_odd));
    }

    [Fact]
    public void Read_UnknownKeyAtTheTop_IsReported()
    {
        Read("nodes: {}\nnode: {}\n");
        Assert.Contains("line 2: the key 'node'", Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("discoverable: true")]
    [InlineData("asset key: x")]
    public void Read_FieldOfNodesInAProfile_IsDroppedWithAWarning(string line)
    {
        Assert.Equal(NodeSettings.Empty, Assert.Single(Read($"nodeprofiles:\n  p:\n    {line}\n").Profiles).Settings);
        Assert.Contains("line 3: 'nodeprofiles.p.", Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("network devices: {default: {hwaddr: aa:bb}}", "'nodes.n1.network devices.default.hwaddr': 'aa:bb' is not a hardware address")]
    [InlineData("network devices: {default: {ipaddr: 10.0.0.1/24}}", "'nodes.n1.network devices.default.ipaddr': '10.0.0.1/24'")]
    [InlineData("network devices: {default: {ipaddr6: 'fd00::1/64'}}", "'nodes.n1.network devices.default.ipaddr6': 'fd00::1/64'")]
    [InlineData("network devices: {default: {ipaddr: 'fd00::1'}}", "is not an IPv4 address")]
    [InlineData("network devices: {default: {netmask: 255.0.255.0}}", "is not a network mask")]
    [InlineData("network devices: {default: {mtu: big}}", "'big' is not a whole number")]
    [InlineData("network devices: {default: {prefixlen6: 129}}", "is more than 128")]
    [InlineData("network devices: {default: {device: [a]}}", "one value is expected")]
    [InlineData("network devices: [a]", "keys and values are expected")]
    [InlineData("network devices: {? [a] : {}}", "its keys are texts")]
    [InlineData("disks: {/dev/sda: {wipe_table: 7}}", "'7' is neither yes nor no")]
    [InlineData("profiles: default", "a list is expected")]
    [InlineData("profiles: [[a]]", "plain values")]
    [InlineData("tags: {a: [b]}", "'nodes.n1.tags.a'")]
    [InlineData("tags: a", "'nodes.n1.tags'")]
    [InlineData("resources: a", "'nodes.n1.resources'")]
    [InlineData("resources: {a: {? [b] : c}}", "a key of a section")]
    [InlineData("kernel: a", "'nodes.n1.kernel'")]
    public void Read_BadValue_NamesFileLineNodeAndKey(string line, string what)
    {
        var error = Assert.Throws<WarewulfException>(() => Node(line));
        Assert.Equal(Core.Api.ApiErrorCode.Invalid, error.Code);
        Assert.StartsWith("test.conf, line 3: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodes:\n  n 1: {}\n", "line 2: 'n 1' is not a valid node name")]
    [InlineData("nodeprofiles:\n  a/b: {}\n", "line 2: 'a/b' is not a valid profile name")]
    [InlineData("nodes: [n1]\n", "line 1: 'nodes': names are expected")]
    [InlineData("nodes:\n  n1: x\n", "line 2: 'nodes.n1': keys and values")]
    [InlineData("- a\n", "test.conf: keys")]
    public void Read_WrongShape_IsRefused(string text, string what) =>
        Assert.Contains(what, Assert.Throws<WarewulfException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralProblems_AreToldTogetherInTheOrderOfTheFile()
    {
        var error = Assert.Throws<WarewulfException>(() => Read(
            "nodes:\n  n1:\n    ipmi: {ipaddr: x}\n    comment: a\n    comment: b\n  n2:\n    profiles: a\n    colour: red\n  'n 3': {}\n"));
        Assert.Equal([3, 5, 7, 9], error.Message.Split('\n').Select(line => int.Parse(line.Split(' ')[2].TrimEnd(':'), CultureInfo.InvariantCulture)));
        Assert.Contains("line 8", Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_VeryManyProblems_AreCutOff()
    {
        var text = "nodes:\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"  n{i}: {{profiles: a}}\n"));
        var lines = Assert.Throws<WarewulfException>(() => Read(text)).Message.Split('\n');
        Assert.Equal(51, lines.Length);
        Assert.Contains("450 more", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void ReadProfiles_NamesAndSettingsOnly_AreRead() =>
        Assert.Equal("x", Assert.Single(NodesConfReader.ReadProfiles("t", "p1:\n  image name: x\n", _odd.Add)).Settings.ImageName);

    private NodeSettings Node(string line) => Assert.Single(Read($"nodes:\n  n1:\n    {line.ReplaceLineEndings("\n    ")}\n").Nodes).Settings;

    private NodesConf Read(string text) => NodesConfReader.Read("test.conf", text, _odd.Add);
}
