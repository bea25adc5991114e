using System.Text.Json;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Profiles;

namespace Warewulf.Cli.Tests.Commands.Profiles;

[Trait("Suite", "Socket")]
public sealed class ProfileCommandTests : CliTest
{
    private const string Committed = """{"revision":8,"changed":["gpu","p2"],"warnings":[]}""";

    private const string Profiles = """
        {"revision":7,"profiles":[
          {"name":"default","settings":{"comment":"every node","image name":"rocky9","kernel":{"args":["quiet","a=1"]},"ipmi":{"password":"secret"},
            "network devices":{"ib":{"device":"ib0","tags":{"DNS":"1.1.1.1"}}},"disks":{"/dev/vda":{"partitions":{"root":{"number":"1"}}}},"tags":{"a":""}}},
          {"name":"gpu","settings":{}}]}
        """;

    [Theory]
    [InlineData("add")]
    [InlineData("new")]
    [InlineData("create")]
    public async Task Add_Profiles_OneRequestAndOneLineEach(string verb)
    {
        Answer("/api/v1/profiles/add", Committed);
        var run = await RunAsync("profile", verb, "gpu,p2", "-C", "rocky9", "--nettagadd", "a=b", "--netname", "ib", "--message", "why");
        Assert.Equal(new CommandRun(0, "Added profile: gpu\nAdded profile: p2\n", ""), run);
        var sent = Sent<ProfileChangeRequest>();
        Assert.Equal(["gpu", "p2"], sent.Names);
        Assert.Equal(new Dictionary<string, string> { ["image"] = "rocky9", ["nettagadd"] = "a=b" }, sent.Edit.Fields);
        Assert.Equal(("ib", "ada", "why"), (sent.Edit.NetName, sent.Author, sent.Comment));
    }

    [Theory]
    [InlineData("set")]
    [InlineData("modify")]
    public async Task Set_Asked_ShowsTheDifference(string verb)
    {
        Answer("/api/v1/profiles/set", """
            {"revision":7,"changed":["gpu","p2"],"warnings":[],"differences":[
              {"kind":"profile","verb":"changed","names":"gpu,p2","count":2,"changes":[{"path":"comment","before":"<unset>","after":"\"x\""}]}]}
            """);
        Type("y\n");
        var run = await RunAsync("profile", verb, "gpu", "p2", "--comment", "x");
        Assert.Equal(new CommandRun(0, "Changed 2 profiles: gpu,p2\n", "gpu,p2:\n  comment: <unset> → \"x\"\nChange 2 profiles? [y/N] "), run);
        Assert.Equal(7, Sent<ProfileChangeRequest>(1).Seen);
    }

    [Fact]
    public async Task Unset_Selector_RemovesTheWhole()
    {
        Answer("/api/v1/profiles/set", Committed);
        var run = await RunAsync("profile", "unset", "gpu", "p2", "-y", "--netname", "ib", "--tag", "a", "-A");
        Assert.Equal("Changed 2 profiles: gpu,p2\n", run.Out);
        var edit = Sent<ProfileChangeRequest>().Edit;
        Assert.Equal(("ib", "UNDEF"), (edit.NetDelete, edit.Fields["kernelargs"]));
        Assert.Equal(["a"], edit.TagDelete);
    }

    [Fact]
    public async Task Unset_Force_WarnsOfUnknownProfilesAndGoesOn()
    {
        Head.Answer = request => FakeHead.Json(request.Method == "GET" ? Profiles : """{"revision":8,"changed":["gpu"],"warnings":[]}""");
        var run = await RunAsync("profile", "unset", "gpu", "none", "--force", "-y", "--comment");
        Assert.Equal(new CommandRun(0, "Changed 1 profile: gpu\n", "WARN: there is no profile none.\n"), run);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("remove")]
    [InlineData("rm")]
    [InlineData("del")]
    public async Task Delete_Yes_Sent(string verb)
    {
        Answer("/api/v1/profiles/delete", Committed);
        Assert.Equal("Deleted 2 profiles: gpu,p2\n", (await RunAsync("profile", verb, "gpu", "p2", "--yes")).Out);
        Assert.Equal(["gpu", "p2"], Sent<ProfileDeleteRequest>().Names);
    }

    [Theory]
    [InlineData("profile list")]
    [InlineData("profile ls")]
    [InlineData("profile list gpu default")]
    [InlineData("profile list gpu default,gpu")]
    [InlineData("profile list ,")]
    public async Task List_Simple_ExactTable(string line)
    {
        Answer("/api/v1/profiles", Profiles);
        Assert.Equal(
            new CommandRun(
                0,
                """
                PROFILE NAME  COMMENT/DESCRIPTION
                ------------  -------------------
                default       every node
                gpu           --

                """,
                ""),
            await RunAsync(line.Split(' ')));
    }

    [Fact]
    public async Task List_All_AlsoWhatIsEmpty()
    {
        Answer("/api/v1/profiles", Profiles);
        var lines = (await RunAsync("profile", "list", "-a", "default")).Out.Split('\n');
        Assert.Equal(["PROFILE", "FIELD", "VALUE"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(
            [
                "Profiles --", "Comment every node", "ClusterName --", "ImageName rocky9", "Ipxe --", "RuntimeOverlay --", "SystemOverlay --", "Kernel.Version --",
                "Kernel.Args quiet,a=1", "Ipmi.UserName --", "Ipmi.Password ********", "Ipmi.Ipaddr --", "Ipmi.Gateway --", "Ipmi.Netmask --", "Ipmi.Port --",
                "Ipmi.Interface --", "Ipmi.EscapeChar --", "Ipmi.Write --", "Ipmi.Template --", "Init --", "Root --", "NetDevs[ib].Type --", "NetDevs[ib].OnBoot --",
                "NetDevs[ib].Device ib0", "NetDevs[ib].Hwaddr --", "NetDevs[ib].Ipaddr --", "NetDevs[ib].Netmask --", "NetDevs[ib].Gateway --",
                "NetDevs[ib].Ipaddr6 --", "NetDevs[ib].PrefixLen6 --", "NetDevs[ib].Gateway6 --", "NetDevs[ib].MTU --", "NetDevs[ib].Tags[DNS] 1.1.1.1", "Tags[a] --",
                "PrimaryNetDev --", "Disks[/dev/vda].WipeTable --", "Disks[/dev/vda].Partitions[root].Number 1", "Disks[/dev/vda].Partitions[root].SizeMiB --",
                "Disks[/dev/vda].Partitions[root].StartMiB --", "Disks[/dev/vda].Partitions[root].TypeGuid --", "Disks[/dev/vda].Partitions[root].Guid --",
                "Disks[/dev/vda].Partitions[root].WipePartitionEntry --", "Disks[/dev/vda].Partitions[root].ShouldExist --", "Disks[/dev/vda].Partitions[root].Resize --",
            ],
            lines.Skip(2).SkipLast(1).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))));
    }

    [Theory]
    [InlineData("-j", """{"gpu":{}}""")]
    [InlineData("--json --yaml", """{"gpu":{}}""")]
    [InlineData("-o json", """{"revision":7,"profiles":[{"name":"gpu","settings":{}}]}""")]
    public async Task List_Json_OnlyWhatWasNamed(string flags, string expected)
    {
        Answer("/api/v1/profiles", Profiles);
        var run = await RunAsync(["profile", "list", "gpu", .. flags.Split(' ')]);
        using var wanted = JsonDocument.Parse(expected);
        using var actual = JsonDocument.Parse(run.Out);
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, actual.RootElement), run.Out);
    }

    [Fact]
    public async Task List_Yaml_FourSpaces()
    {
        Answer("/api/v1/profiles", """{"revision":7,"profiles":[{"name":"p","settings":{"kernel":{"version":"6.1"}}}]}""");
        Assert.Equal("p:\n    kernel:\n        version: \"6.1\"\n", (await RunAsync("profile", "list", "-y")).Out);
    }

    [Fact]
    public async Task List_Unknown_Named()
    {
        Answer("/api/v1/profiles", Profiles);
        Assert.Equal("There is no profile 'gpus': did you mean 'gpu'?", await FailAsync("profile", "list", "gpus"));
    }
}
