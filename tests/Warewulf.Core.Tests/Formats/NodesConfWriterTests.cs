using System.Text.Json;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Formats;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Tests.Formats;

[Trait("Suite", "Fast")]
public sealed class NodesConfWriterTests
{
    [Fact]
    public void Write_Nothing_HasBothKeys() => Assert.Equal("nodeprofiles: {}\nnodes: {}\n", NodesConfWriter.Write([], []));

    [Fact]
    public void WriteMap_Nothing_IsAnEmptyMap() => Assert.Equal("{}\n", NodesConfWriter.WriteMap([]));

    [Fact]
    public void Write_EveryKindOfValue_KeepsToTheRules()
    {
        const string Text =
            """
            nodeprofiles:
              default:
                profiles:
                  - base
                  - ~other
                comment: "true"
                image name: rocky9
                runtime overlay:
                  - hosts
                kernel:
                  version: "6.1"
                  args:
                    - quiet
                    - console=ttyS0,115200
                init: /sbin/init
                tags:
                  "9": x
                  "10": x
                  N1: x
                  a: ""
                  n2: 10.0.0.1
                  n10: "~"
                resources:
                  mkfs:
                    - device: /dev/sda
                      number: 1
                      options: []
                      script: |
                        #!/bin/sh
                        true
                      size: "1"
                      wipe: false
                  nothing: null
            nodes:
              n1:
                discoverable: "true"
                asset key: secret
                ipmi:
                  ipaddr: 10.1.0.1
                  write: "false"
                network devices:
                  default:
                    onboot: "true"
                    hwaddr: "52:54:00:12:34:56"
                    ipaddr: 10.0.0.1
                    ipaddr6: fd00::1
                    mtu: "1500"
                    tags:
                      DNS: 10.0.0.2
                primary network: default
                disks:
                  /dev/sda:
                    wipe_table: false
                    partitions:
                      scratch:
                        number: "1"
                        should_exist: true
                filesystems:
                  /dev/sda1:
                    format: ext4
              n2: {}
              n10: {}

            """;
        var odd = new List<string>();
        var conf = NodesConfReader.Read("test.conf", Text, odd.Add);
        Assert.Empty(odd);
        Assert.Equal(Text, NodesConfWriter.Write(conf.Profiles, conf.Nodes.Reverse()));
    }

    [Theory]
    [InlineData("on", "true")]
    [InlineData("N", "false")]
    public void Write_YesNoWord_IsOneThatWarewulfKnows(string word, string value) =>
        Assert.Equal($"n1:\n  discoverable: \"{value}\"\n", NodesConfWriter.WriteMap([KeyValuePair.Create("n1", new NodeSettings { Discoverable = word })]));

    [Fact]
    public void Write_WhatIsEmpty_IsLeftOut()
    {
        var settings = new NodeSettings
        {
            Comment = "",
            Profiles = [],
            Kernel = new KernelConfig { Args = [] },
            Ipmi = new IpmiConfig(),
            NetworkDevices = SortedMap<NetworkConfig>.Empty.SetItem("a", new NetworkConfig { Tags = SortedMap<string>.Empty }),
            Disks = SortedMap<DiskConfig>.Empty.SetItem("d", new DiskConfig { Partitions = SortedMap<PartitionConfig>.Empty.SetItem("p", new PartitionConfig()) }),
            Tags = SortedMap<string>.Empty,
            Resources = SortedMap<JsonElement>.Empty,
        };
        Assert.Equal("n1: {}\n", NodesConfWriter.WriteMap([KeyValuePair.Create("n1", settings)]));
    }

    [Fact]
    public void Write_AnySettings_AreReadBackAndWrittenAlike()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new RandomSettings(seed);
            var profile = new ProfileConfig(ProfileName.Parse("default"), random.Settings(true));
            var node = new NodeConfig(NodeName.Parse("n1"), random.Settings(false));
            var text = NodesConfWriter.Write([profile], [node]);
            var odd = new List<string>();
            var read = NodesConfReader.Read("test.conf", text, odd.Add);
            Assert.True(odd.Count == 0, $"seed {seed}: {odd.FirstOrDefault()}");
            Assert.True(RandomSettings.Json(new PutProfile(profile)) == RandomSettings.Json(new PutProfile(read.Profiles[0])), $"seed {seed}:\n{text}");
            Assert.True(RandomSettings.Json(new PutNode(node)) == RandomSettings.Json(new PutNode(read.Nodes[0])), $"seed {seed}:\n{text}");
            Assert.Equal(text, NodesConfWriter.Write(read.Profiles, read.Nodes));
        }
    }

    [PythonYamlFact]
    public void Write_AnySettings_AreTheSameToAnotherReader()
    {
        var texts = Enumerable.Range(0, 100)
            .Select(seed => NodesConfWriter.WriteMap([KeyValuePair.Create("n1", new RandomSettings(seed) { IsOdd = false }.Settings(false))]))
            .ToList();
        var read = PythonYaml.Read(texts);
        for (var seed = 0; seed < texts.Count; seed++)
        {
            var problems = new FileProblems("test");
            var ours = YamlJson.Convert(YamlLoader.Load("test", texts[seed], problems), problems);
            Assert.True(JsonElement.DeepEquals(ours, read[seed]), $"seed {seed}:\n{texts[seed]}\n{read[seed]}");
        }
    }
}
