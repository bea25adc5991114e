using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Formats;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Formats;

[Trait("Suite", "Fast")]
public sealed class NodeCsvTests
{
    [Fact]
    public void Write_Nodes_HasAColumnForEachFieldThatIsSet()
    {
        var nodes = NodesConfReader.ReadNodes(
            "test.conf",
            """
            n10: {tags: {role: "a,b"}, kernel: {args: [quiet, "console=ttyS0,115200"]}}
            n2: {image name: rocky, network devices: {default: {ipaddr: 10.0.0.2}}, comment: 'say "hi"', resources: {x: [1]}}
            """,
            _ => { });
        Assert.Equal(
            "node,comment,image,kernel.kernelargs,netdevs[default].ipaddr,tags[role],resources[x]\n"
            + "n2,\"say \"\"hi\"\"\",rocky,,10.0.0.2,,[1]\n"
            + "n10,,,\"quiet,\"\"console=ttyS0,115200\"\"\",,\"a,b\",\n",
            NodeCsv.Write(nodes));
    }

    [Fact]
    public void Write_NoNodes_IsTheHeader() => Assert.Equal("node\n", NodeCsv.Write([]));

    [Fact]
    public void Read_PathsAndValues_AreApplied()
    {
        var row = Assert.Single(NodeCsv.Read("t.csv", "\uFEFFnode,image,netdevs[ib0].ipaddr,tags[role],disks[/dev/sda].partitions[a].partsize,comment\r\nn1,rocky,10.0.0.1,gpu,100,\r\n\r\n"));
        Assert.Equal("n1", row.Node.ToString());
        var settings = row.Apply(new NodeSettings { Comment = "gone", Init = "/sbin/init" });
        Assert.Equal(("rocky", null, "/sbin/init"), (settings.ImageName, settings.Comment, settings.Init));
        Assert.Equal("10.0.0.1", settings.NetworkDevices!["ib0"].Ipaddr!.ToString());
        Assert.Equal("gpu", settings.Tags!["role"]);
        Assert.Equal("100", settings.Disks!["/dev/sda"].Partitions!["a"].SizeMiB);
    }

    [Fact]
    public void Read_EmptyCellsOfTagsAndResources_RemoveThemAlone()
    {
        var before = Assert.Single(NodesConfReader.ReadNodes("t", "n1: {tags: {a: 1, b: 2}, resources: {x: 1}}\n", _ => { })).Settings;
        var after = Assert.Single(NodeCsv.Read("t.csv", "node,tags[a],resources[x]\nn1,,\n")).Apply(before);
        Assert.Equal("b", Assert.Single(after.Tags!).Key);
        Assert.Null(after.Resources);
    }

    [Fact]
    public void Write_AnySettings_AreReadBackAndWrittenAlike()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new RandomSettings(seed);
            var nodes = new[] { "n1", "n2" }.Select(name => new NodeConfig(NodeName.Parse(name), random.Settings(false))).ToList();
            var text = NodeCsv.Write(nodes);
            var read = NodeCsv.Read("t.csv", text);
            for (var i = 0; i < nodes.Count; i++)
            {
                var back = new NodeConfig(read[i].Node, read[i].Apply(NodeSettings.Empty));
                Assert.True(RandomSettings.Json(new PutNode(nodes[i])) == RandomSettings.Json(new PutNode(back)), $"seed {seed}:\n{text}");
                Assert.Equal(RandomSettings.Json(new PutNode(back)), RandomSettings.Json(new PutNode(back with { Settings = read[i].Apply(back.Settings) })));
            }
        }
    }

    [Theory]
    [InlineData("", "line 1: the first column is to be 'node'")]
    [InlineData("image\nrocky\n", "line 1: the first column is to be 'node'")]
    [InlineData("node,netdevs[default].ipadr\n", "line 1: the column 'netdevs[default].ipadr' is not a field of nodes. Did you mean 'netdevs[default].ipaddr'?")]
    [InlineData("node,colour\n", "line 1: the column 'colour' is not a field")]
    [InlineData("node,tags\n", "the column 'tags'")]
    [InlineData("node,tags[]\n", "the column 'tags[]'")]
    [InlineData("node,netdevs[].ipaddr\n", "the column 'netdevs[].ipaddr'")]
    [InlineData("node,image,image\n", "line 1: the column 'image' is there twice")]
    [InlineData("node,image\nn1,a\nn1,b\n", "line 3: node 'n1' is there a second time; the first is in line 2")]
    [InlineData("node,image\nn 1,a\n", "line 2: column 'node': 'n 1' is not a valid node name")]
    [InlineData("node,image\nn1\n", "line 2: there are 1 cells, and 2 columns")]
    [InlineData("node,image\nn1,a,b\n", "line 2: there are 3 cells, and 2 columns")]
    [InlineData("node,netdevs[default].ipaddr\nn1,10.0.0.1/24\n", "line 2: column 'netdevs[default].ipaddr': '10.0.0.1/24' is not an IP address")]
    [InlineData("node,netdevs[default].ipaddr\nn1,fd00::1\n", "is not an IPv4 address")]
    [InlineData("node,netdevs[default].hwaddr\nn1,aa\n", "is not a hardware address")]
    [InlineData("node,disks[d].diskwipe\nn1,perhaps\n", "is neither yes nor no")]
    [InlineData("node,resources[x]\nn1,{\n", "line 2: column 'resources[x]': '{' is not JSON")]
    [InlineData("node,kernel.kernelargs\nn1,\"a\"\"b\"\n", "a double quote is not closed")]
    [InlineData("node,image\nn1,\"a\n", "line 2: a quote is opened here and never closed")]
    [InlineData("node,image\nn1,\"a\"b\n", "line 2: text follows a closing quote")]
    public void Read_BadTable_NamesLineAndColumn(string text, string what)
    {
        var error = Assert.Throws<WarewulfException>(() => NodeCsv.Read("t.csv", text));
        Assert.StartsWith("t.csv, line ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralProblems_AreToldTogetherWithTheirLines()
    {
        var error = Assert.Throws<WarewulfException>(() => NodeCsv.Read("t.csv", "node,colour,comment,netdevs[default].mtu\nn1,,\"two\nlines\",big\nn2,,,x\n"));
        Assert.Equal(["line 1", "line 2", "line 4"], error.Message.Split('\n').Select(line => line.Split(", ")[1].Split(':')[0]));
    }

    [Fact]
    public void Read_HugeHeader_IsRefusedSoon() =>
        Assert.Throws<WarewulfException>(() => NodeCsv.Read("t.csv", "node,disks[" + string.Concat(Enumerable.Repeat("].partitions[", 5000)) + "\n"));

    [Theory]
    [InlineData("", "\"\"\"\"\"\"")]
    [InlineData("\"", "\"\"\"\"\"\"\"\"")]
    [InlineData("\"\"", "\"\"\"\"\"\"\"\"\"\"")]
    [InlineData("x", "x")]
    public void Write_TagOfNothingOrOfQuotes_IsReadAgain(string value, string cell)
    {
        var settings = new NodeSettings { Tags = SortedMap<string>.From([KeyValuePair.Create("t", value)]) };
        var text = NodeCsv.Write([new NodeConfig(NodeName.Parse("n1"), settings)]);
        Assert.Equal($"node,tags[t]\nn1,{cell}\n", text);
        Assert.Equal(settings, NodeCsv.Read("t.csv", text)[0].Apply(NodeSettings.Empty));
    }

    [Fact]
    public void Read_EmptyCellOfATag_RemovesIt()
    {
        var settings = new NodeSettings { Tags = SortedMap<string>.From([KeyValuePair.Create("t", "")]) };
        Assert.Equal(NodeSettings.Empty, NodeCsv.Read("t.csv", "node,tags[t]\nn1,\n")[0].Apply(settings));
    }
}
