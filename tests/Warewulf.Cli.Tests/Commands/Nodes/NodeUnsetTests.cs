using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Tests.Commands.Nodes;

/// <summary><c>node unset</c>: what the switches and selectors become.</summary>
[Trait("Suite", "Socket")]
public sealed class NodeUnsetTests : CliTest
{
    private const string Committed = """{"revision":8,"changed":["n1"],"warnings":[]}""";

    [Fact]
    public async Task Unset_EveryField_RemovesIt()
    {
        Answer("/api/v1/nodes/set", Committed);
        var fields = NodeFields.Settable.Where(field => field.Kind != NodeFieldKind.TagMap).ToList();
        var run = await RunAsync(
        [
            "node", "unset", "n1", "-y", "--diskname", "/dev/vda", "--partname", "root", "--fsname", "/dev/vda1", .. fields.Select(field => "--" + field.UnsetFlag),
        ]);
        Assert.Equal(new CommandRun(0, "Changed 1 node: n1\n", ""), run);
        var edit = Sent<NodeChangeRequest>().Edit;
        Assert.Equal(fields.Select(field => field.Flag!).Order(), edit.Fields.Keys.Order());
        Assert.All(edit.Fields.Values, value => Assert.Equal("UNDEF", value));
        Assert.Equal((null, null, null, null), (edit.NetDelete, edit.DiskDelete, edit.PartDelete, edit.FsDelete));
        Assert.Equal(("default", "/dev/vda", "root", "/dev/vda1", true), (edit.NetName, edit.DiskName, edit.PartName, edit.FsName, edit.AbsentIsFine));
    }

    [Theory]
    [InlineData("-e -P -c -R -O -A -i -T -N -H -I -M -G -p", "discoverable,profile,cluster,runtime-overlays,system-overlays,kernelargs,init,type,netdev,hwaddr,ipaddr,netmask,gateway,primarynet")]
    [InlineData("--image --root", "image,root")]
    public async Task Unset_ShortFlags_AsInSet(string flags, string expected)
    {
        Answer("/api/v1/nodes/set", Committed);
        await RunAsync(["node", "unset", "-y", .. flags.Split(' '), "n1"]);
        Assert.Equal(["n1"], Sent<NodeChangeRequest>().Hosts);
        Assert.Equal(expected.Split(',').Order(), Sent<NodeChangeRequest>().Edit.Fields.Keys.Order());
    }

    [Fact]
    public async Task Unset_Tags_Lists()
    {
        Answer("/api/v1/nodes/set", Committed);
        await RunAsync("node", "unset", "n1", "-y", "--tag", "a,b", "--nettag", "c", "--netname", "ib", "--ipmitag=d", "--ipmitag", "e");
        var edit = Sent<NodeChangeRequest>().Edit;
        Assert.Equal(["a", "b"], edit.TagDelete);
        Assert.Equal(["c"], edit.NetTagDelete);
        Assert.Equal(["d", "e"], edit.IpmiTagDelete);
        Assert.Equal(("ib", null), (edit.NetName, edit.NetDelete));
    }

    [Theory]
    [InlineData("--netname ib", "ib", null, null, null, true)]
    [InlineData("--netname ib --comment", "ib", null, null, null, true)]
    [InlineData("--netname ib --mtu", null, null, null, null, true)]
    [InlineData("--diskname /dev/vda", null, "/dev/vda", null, null, true)]
    [InlineData("--diskname /dev/vda --diskwipe", null, null, null, null, true)]
    [InlineData("--diskname /dev/vda --partname swap", null, null, "swap", null, false)]
    [InlineData("--partname swap", null, null, "swap", null, false)]
    [InlineData("--diskname /dev/vda --partname swap --partsize", null, null, null, null, true)]
    [InlineData("--fsname /dev/vda1", null, null, null, "/dev/vda1", true)]
    [InlineData("--fsname LABEL=x", null, null, null, "LABEL=x", true)]
    [InlineData("--fsname /dev/vda1 --fspath", null, null, null, null, true)]
    public async Task Unset_NameWithoutField_RemovesTheWhole(string flags, string? net, string? disk, string? part, string? fs, bool absentIsFine)
    {
        Answer("/api/v1/nodes/set", Committed);
        var run = await RunAsync(["node", "unset", "n1", "-y", .. flags.Split(' ')]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var edit = Sent<NodeChangeRequest>().Edit;
        Assert.Equal((net, disk, part, fs, absentIsFine), (edit.NetDelete, edit.DiskDelete, edit.PartDelete, edit.FsDelete, edit.AbsentIsFine));
        Assert.Empty(edit.Problems(isProfile: false));
    }

    [Fact]
    public async Task Unset_Force_WarnsOfUnknownNodesAndGoesOn()
    {
        Head.Answer = request => FakeHead.Json(request.Target == "/api/v1/nodes/names" ? """{"revision":1,"names":["n1","n2"]}""" : Committed);
        var run = await RunAsync("node", "unset", "n[1-4]", "-y", "-f", "--comment");
        Assert.Equal(new CommandRun(0, "Changed 1 node: n1\n", "WARN: there is no node n[3-4].\n"), run);
        Assert.Equal(["n[1-2]"], Sent<NodeChangeRequest>(1).Hosts);
    }

    [Fact]
    public async Task Unset_ForceAndNoneExists_Fails()
    {
        Answer("/api/v1/nodes/names", """{"revision":1,"names":[]}""");
        var run = await RunAsync("node", "unset", "n1", "-y", "-f", "--comment");
        Assert.Equal(255, run.ExitCode);
        Assert.Contains("None of the nodes named exists", run.Error, StringComparison.Ordinal);
    }
}
