using System.Text.Json;
using Warewulf.Cli.Tests.Support;

namespace Warewulf.Cli.Tests.Commands.Nodes;

[Trait("Suite", "Socket")]
public sealed class NodeListCommandTests : CliTest
{
    private const string Nodes = """
        {"revision":7,"nodes":[
          {"name":"n1","settings":{"profiles":["default","gpu"],"image name":"rocky9","runtime overlay":["hosts","generic"],
            "system overlay":["wwinit"],"kernel":{"version":"6.1.0","args":["quiet","a=1"]},
            "ipmi":{"username":"admin","password":"secret","ipaddr":"10.1.0.1","tags":{"vlan":"4"}},
            "network devices":{"ib":{"device":"ib0"},"default":{"hwaddr":"52:54:00:00:00:01","ipaddr":"10.0.0.1","gateway":"10.0.0.254","tags":{"DNS":"1.1.1.1"}}},
            "tags":{"b":"2","a":""},"disks":{"/dev/vda":{"wipe_table":true,"partitions":{"root":{"number":"1","should_exist":false}}}},
            "filesystems":{"/dev/x":{"format":"ext4","options":["-F"]}},"resources":{"fstab":[{"spec":"x"}]},"later":"new"},"discoverable":"true"},
          {"name":"n2","settings":{}}]}
        """;

    private const string Fields = """
        {"revision":7,"nodes":[{"name":"n1","fields":[
          {"field":"Profiles","value":"default,gpu","source":"","kind":"Node","isSecret":false},
          {"field":"Kernel.Args","value":"quiet,a=1","source":"default,gpu","kind":"Profile","isSecret":false},
          {"field":"Ipmi.Password","value":"never shown","source":"default","kind":"Profile","isSecret":true},
          {"field":"NetDevs[default].Hwaddr","value":"52:54:00:00:00:01","source":"","kind":"Node","isSecret":false},
          {"field":"Tags[a]","value":"","source":"SUPERSEDED","kind":"Node","isSecret":false},
          {"field":"Root","value":"initramfs","source":"","kind":"Default","isSecret":false}]}]}
        """;

    [Theory]
    [InlineData("node list")]
    [InlineData("nodes ls")]
    public async Task Run_Simple_ExactTable(string line)
    {
        Answer("/api/v1/nodes", Nodes);
        var run = await RunAsync(line.Split(' '));
        Assert.Equal(
            new CommandRun(
                0,
                """
                NODE NAME  PROFILES     NETWORK
                ---------  --------     -------
                n1         default,gpu  default, ib
                n2         --           --

                """,
                ""),
            run);
    }

    [Fact]
    public async Task Run_Long_ExactTable()
    {
        Answer("/api/v1/nodes", Nodes);
        Assert.Equal(
            """
            NODE NAME  KERNEL VERSION  IMAGE   OVERLAYS (S/R)
            ---------  --------------  -----   --------------
            n1         6.1.0           rocky9  wwinit/hosts,generic
            n2         --              --      --

            """,
            (await RunAsync("node", "list", "-l")).Out);
    }

    [Fact]
    public async Task Run_Net_OneRowPerDeviceByName()
    {
        Answer("/api/v1/nodes", Nodes);
        Assert.Equal(
            """
            NODE  NETWORK  HWADDR             IPADDR    GATEWAY     DEVICE
            ----  -------  ------             ------    -------     ------
            n1    default  52:54:00:00:00:01  10.0.0.1  10.0.0.254  --
            n1    ib       --                 --        --          ib0
            n2    --       --                 --        --          --

            """,
            (await RunAsync("node", "list", "--net", "--long")).Out);
    }

    [Fact]
    public async Task Run_Ipmi_NoPassword()
    {
        Answer("/api/v1/nodes", Nodes);
        Assert.Equal(
            """
            NODE  IPMI IPADDR  IPMI PORT  IPMI USERNAME  IPMI INTERFACE
            ----  -----------  ---------  -------------  --------------
            n1    10.1.0.1     --         admin          --
            n2    --           --         --             --

            """,
            (await RunAsync("node", "list", "-i")).Out);
    }

    [Fact]
    public async Task Run_All_EveryValueThatSomebodySaysAndWhoSaysIt()
    {
        Answer("/api/v1/nodes/fields", Fields);
        Assert.Equal(
            """
            NODE  FIELD                    PROFILE      VALUE
            ----  -----                    -------      -----
            n1    Profiles                 --           default,gpu
            n1    Kernel.Args              default,gpu  quiet,a=1
            n1    Ipmi.Password            default      ********
            n1    NetDevs[default].Hwaddr  --           52:54:00:00:00:01
            n1    Tags[a]                  SUPERSEDED   --

            """,
            (await RunAsync("node", "list", "-a", "--net")).Out);
    }

    [Fact]
    public async Task Run_AllAsJson_TheHeadsAnswerWithWhatNobodySaid()
    {
        Answer("/api/v1/nodes/fields", Fields);
        var run = await RunAsync("node", "list", "-a", "n1", "-o", "json");
        using var expected = JsonDocument.Parse(Fields);
        using var actual = JsonDocument.Parse(run.Out);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement));
        Assert.Equal("/api/v1/nodes/fields?hosts=n1", Assert.Single(Head.Requests).Target);
    }

    [Fact]
    public async Task Run_OutputJson_TheHeadsAnswer()
    {
        Answer("/api/v1/nodes", Nodes);
        var run = await RunAsync("node", "list", "-o", "json");
        Assert.Equal("", run.Error);
        using var expected = JsonDocument.Parse(Nodes);
        using var actual = JsonDocument.Parse(run.Out);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement));
    }

    [Fact]
    public async Task Run_OutputYaml_SameDataAsJson()
    {
        Answer("/api/v1/nodes", Nodes);
        using var expected = JsonDocument.Parse(Nodes);
        using var actual = JsonDocument.Parse(YamlReading.ToJson((await RunAsync("node", "list", "--output", "yaml")).Out));
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), actual.RootElement.ToString());
    }

    [Theory]
    [InlineData("-j")]
    [InlineData("-y")]
    [InlineData("--json --yaml --all")]
    public async Task Run_JsonOrYamlView_MapFromNameToNode(string flags)
    {
        Answer("/api/v1/nodes", """{"revision":7,"nodes":[{"name":"n1","settings":{"image name":"x","comment":"yes"},"discoverable":"true"},{"name":"n2","settings":{}}]}""");
        var text = (await RunAsync(["node", "list", .. flags.Split(' ')])).Out;
        using var expected = JsonDocument.Parse("""{"n1":{"discoverable":"true","image name":"x","comment":"yes"},"n2":{}}""");
        using var actual = JsonDocument.Parse(flags == "-y" ? YamlReading.ToJson(text) : text);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), text);
    }

    [Fact]
    public async Task Run_YamlView_FourSpaces()
    {
        Answer("/api/v1/nodes", """{"revision":7,"nodes":[{"name":"n1","settings":{"kernel":{"version":"6.1"}}}]}""");
        Assert.Equal("n1:\n    kernel:\n        version: \"6.1\"\n", (await RunAsync("node", "list", "-y")).Out);
    }

    [Theory]
    [InlineData("-j", "{}\n")]
    [InlineData("-y", "{}\n")]
    [InlineData("-o json", "{\n  \"revision\": 1,\n  \"nodes\": []\n}\n")]
    [InlineData("-o yaml", "revision: 1\nnodes: []\n")]
    [InlineData("-l", "NODE NAME  KERNEL VERSION  IMAGE  OVERLAYS (S/R)\n---------  --------------  -----  --------------\n")]
    public async Task Run_NothingFound_StillOneDocument(string flags, string expected)
    {
        Answer("/api/v1/nodes", """{"revision":1,"nodes":[]}""");
        Assert.Equal(new CommandRun(0, expected, ""), await RunAsync(["node", "list", .. flags.Split(' ')]));
    }

    [Theory]
    [InlineData("n[0001-4000]", "/api/v1/nodes?hosts=n%5B0001-4000%5D")]
    [InlineData("n1 n2,n3", "/api/v1/nodes?hosts=n1%2Cn2%2Cn3")]
    [InlineData("-l -- n1", "/api/v1/nodes?hosts=n1")]
    public async Task Run_Hostlist_PassedOnUnexpanded(string words, string target)
    {
        Answer("/api/v1/nodes", """{"revision":1,"nodes":[]}""");
        await RunAsync(["node", "list", .. words.Split(' ')]);
        Assert.Equal(target, Assert.Single(Head.Requests).Target);
    }

    [Fact]
    public async Task Run_4000NamesWrittenOut_OneFoldedRequest()
    {
        Answer("/api/v1/nodes", """{"revision":1,"nodes":[]}""");
        await RunAsync(["node", "list", .. Enumerable.Range(1, 4000).Select(i => $"n{i:0000}")]);
        Assert.Equal("/api/v1/nodes?hosts=n%5B0001-4000%5D", Assert.Single(Head.Requests).Target);
    }

    [Fact]
    public async Task Run_NamesThatFoldToNothingShort_SaysHowToWriteThem() =>
        Assert.Contains("a request takes", await FailAsync(["node", "list", .. Enumerable.Range(1, 4000).Select(i => $"n{i * 2:0000}")]), StringComparison.Ordinal);

    [Fact]
    public async Task Run_HostileValues_CannotCommandTheTerminal()
    {
        Answer("/api/v1/nodes", """{"revision":1,"nodes":[{"name":"n1","settings":{"image name":"a\u001b[2Jb\nc\u202e"}}]}""");
        Assert.Contains("a?[2Jb c?", (await RunAsync("node", "list", "-l")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-j", "onbot", "onboot")]
    [InlineData("-y", "onboot", "onbot")]
    public async Task Run_OnBoot_HasTheKeyThatWarewulfHasThere(string flag, string key, string other)
    {
        const string settings = """{"network devices":{"onboot":{"type":"ethernet","onboot":"false"}},"tags":{"t":"v"}}""";
        Head.Answer = request => FakeHead.Json($$"""{"revision":1,"{{request.Path.Split('/')[^1]}}":[{"name":"x","settings":{{settings}}}]}""");
        foreach (var noun in new[] { "node", "profile" })
        {
            var text = (await RunAsync(noun, "list", flag)).Out.Replace("\"", "", StringComparison.Ordinal);
            Assert.Contains($" {key}: false", text, StringComparison.Ordinal);
            Assert.DoesNotContain($" {other}: false", text, StringComparison.Ordinal);
        }
    }
}
