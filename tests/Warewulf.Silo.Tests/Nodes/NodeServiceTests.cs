using System.Net;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Boot;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;
using Warewulf.Core.Segments;
using Warewulf.Grains.Nodes;
using Warewulf.Grains.Segments;
using Warewulf.Silo.Nodes;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Segments;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Nodes;

[Trait("Suite", "Fast")]
public sealed class NodeServiceTests : IAsyncLifetime
{
    private const string Mac = "52:54:00:00:00:01";

    private SiloLab _lab = null!;

    public async Task InitializeAsync() => _lab = await SiloLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Add_Hostlist_IsOneRevisionWithCountedAddresses()
    {
        var before = _lab.Catalog.Current.Revision;
        var response = await _lab.AddAsync("n[1-4]", ("ipaddr", "10.9.0.254"), ("ipmiaddr", "10.8.255.255"), ("netmask", "255.255.0.0"));
        Assert.Equal(before + 1, response.Revision);
        Assert.Equal(["n1", "n2", "n3", "n4"], response.Changed);
        Assert.Equal(
            ["10.9.0.254", "10.9.0.255", "10.9.1.0", "10.9.1.1"],
            response.Changed.Select(name => _lab.Node(name).PrimaryDevice!.Ipaddr!.ToString()));
        Assert.Equal("10.9.0.2", _lab.Node("n4").Settings.Ipmi!.Ipaddr!.ToString());
    }

    [Fact]
    public async Task Add_StoredButTheAnswerLost_Succeeds()
    {
        _lab.Store.LoseAnswers = true;
        var response = await _lab.AddAsync("n1");
        Assert.Equal((_lab.Catalog.Current.Revision, "n1"), (response.Revision, Assert.Single(response.Changed)));
    }

    [Fact]
    public async Task Add_AddressesRunOut_ChangesNothing()
    {
        var revision = _lab.Catalog.Current.Revision;
        var error = await RefusedAsync(() => _lab.AddAsync("n[1-3]", ("ipaddr", "255.255.255.254")), ApiErrorCode.Invalid);
        Assert.Contains("--ipaddr", error, StringComparison.Ordinal);
        Assert.Contains("Begin lower", error, StringComparison.Ordinal);
        Assert.Equal(revision, _lab.Catalog.Current.Revision);
    }

    [Fact]
    public async Task Add_FourThousand_AllOrNothingInOneRevision()
    {
        var before = _lab.Catalog.Current.Revision;
        await _lab.AddAsync("taken", ("ipaddr", "10.9.10.10"));
        await RefusedAsync(() => _lab.AddAsync("n[0001-4000]", ("ipaddr", "10.9.0.1")), ApiErrorCode.Conflict);
        Assert.Single(_lab.Catalog.Current.Nodes);

        await _lab.AddAsync("n[0001-4000]", ("ipaddr", "10.9.20.1"));
        Assert.Equal((before + 2, 4001), (_lab.Catalog.Current.Revision, _lab.Catalog.Current.Nodes.Count));
    }

    [Fact]
    public async Task Add_TwoAtOnce_BothSucceedAndReadersSeeWholeRevisions()
    {
        var adding = Task.WhenAll(
            Task.Run(() => _lab.AddAsync("a[0001-2000]", ("ipaddr", "10.9.20.1"))),
            Task.Run(() => _lab.AddAsync("b[0001-2000]", ("ipaddr", "10.9.40.1"))));
        do
        {
            Assert.Contains(_lab.Nodes.List([]).Nodes.Count, (int[])[0, 2000, 4000]);
        }
        while (!adding.IsCompleted);
        Assert.Equal(2, (await adding).Select(response => response.Revision).Distinct().Count());
        Assert.Equal(4000, _lab.Nodes.List([]).Nodes.Count);
    }

    [Theory]
    [InlineData("hwaddr", Mac, "hardware address")]
    [InlineData("ipaddr", "10.9.0.5", "address 10.9.0.5")]
    [InlineData("ipaddr6", "fd00::5", "address fd00::5")]
    public async Task Add_TakenAddress_NamesBothNodes(string field, string value, string expected)
    {
        await _lab.AddAsync("n1", (field, value));
        var error = await RefusedAsync(() => _lab.AddAsync("n2", (field, value)), ApiErrorCode.Conflict);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains("'n1'", error, StringComparison.Ordinal);
        Assert.Contains("'n2'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_NodeThatExists_SaysHowToChangeIt()
    {
        await _lab.AddAsync("n1");
        var error = await RefusedAsync(() => _lab.AddAsync("n[0-2]"), ApiErrorCode.Conflict);
        Assert.Contains("wwctl node set n1", error, StringComparison.Ordinal);
        Assert.Single(_lab.Catalog.Current.Nodes);
    }

    [Theory]
    [InlineData("colour", "blue", ApiErrorCode.Invalid, "no field 'colour'")]
    [InlineData("image", "rocky9", ApiErrorCode.Conflict, "image 'rocky9'")]
    [InlineData("profile", "gpu", ApiErrorCode.Conflict, "profile 'gpu'")]
    [InlineData("ipaddr", "fd00::1", ApiErrorCode.Invalid, "not an IPv4 address")]
    [InlineData("ipaddr", "10.1", ApiErrorCode.Invalid, "not an IP address")]
    [InlineData("ipaddr6", "10.0.0.1", ApiErrorCode.Invalid, "not an IPv6 address")]
    [InlineData("netmask", "255.0.255.0", ApiErrorCode.Invalid, "not a network mask")]
    [InlineData("gateway", "fd00::1", ApiErrorCode.Invalid, "not an IPv4 address")]
    [InlineData("prefixlen6", "129", ApiErrorCode.Invalid, "more than 128")]
    [InlineData("ipmiport", "65536", ApiErrorCode.Invalid, "more than 65535")]
    [InlineData("mtu", " 1500", ApiErrorCode.Invalid, "not a whole number")]
    [InlineData("hwaddr", "52:54", ApiErrorCode.Invalid, "not a hardware address")]
    [InlineData("comment", "two\nlines", ApiErrorCode.Invalid, "control character")]
    public async Task Add_WrongValue_IsRefusedAndNamesIt(string field, string value, ApiErrorCode code, string expected)
    {
        var revision = _lab.Catalog.Current.Revision;
        var error = await RefusedAsync(() => _lab.AddAsync("n1", (field, value)), code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(revision, _lab.Catalog.Current.Revision);
    }

    [Theory]
    [InlineData("n[1-")]
    [InlineData("n[2-1]")]
    [InlineData("n[1-999999999]")]
    [InlineData("n/1")]
    [InlineData("-n1")]
    [InlineData(",")]
    [InlineData("")]
    public async Task Add_MalformedHostlist_IsInvalid(string hosts) =>
        await RefusedAsync(() => _lab.AddAsync(hosts), ApiErrorCode.Invalid);

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData("a b")]
    public async Task Set_MalformedNetworkName_IsInvalid(string net)
    {
        await _lab.AddAsync("n1");
        var request = new NodeChangeRequest(["n1"], new SettingsEdit { Fields = new Dictionary<string, string> { ["ipaddr"] = "10.9.0.9" }, NetName = net });
        await RefusedAsync(() => _lab.Nodes.SetAsync(request, CancellationToken.None), ApiErrorCode.Invalid);
    }

    [Fact]
    public async Task Add_DefaultProfileExists_IsUsedUnlessAnotherIsNamed()
    {
        await _lab.Catalog.CommitAsync(
            "x",
            null,
            _ =>
            [
                new PutProfile(new ProfileConfig(ProfileName.Parse("default"), new NodeSettings { Init = "/sbin/init" })),
                new PutProfile(new ProfileConfig(ProfileName.Parse("gpu"), NodeSettings.Empty)),
            ],
            CancellationToken.None);
        await _lab.AddAsync("n1");
        await _lab.AddAsync("n2", ("profile", "gpu"));
        Assert.Equal(["/sbin/init", null], new[] { "n1", "n2" }.Select(name => _lab.Node(name).Settings.Init));
    }

    [Fact]
    public async Task Set_UnknownNodeAmongKnown_ChangesNothing()
    {
        await _lab.AddAsync("n[1-2]");
        var error = await RefusedAsync(() => _lab.SetAsync("n[1-3]", ("comment", "x")), ApiErrorCode.NotFound);
        Assert.Contains("'n3'", error, StringComparison.Ordinal);
        Assert.Null(_lab.Node("n1").Settings.Comment);
    }

    [Fact]
    public async Task Set_Undefined_RemovesTheValue()
    {
        await _lab.AddAsync("n1", ("ipaddr", "10.9.0.9"), ("comment", "x"));
        await _lab.SetAsync("n1", ("ipaddr", "UNDEF"), ("comment", ""));
        Assert.Equal(NodeSettings.Empty, _lab.Node("n1").Config.Settings);
    }

    [Fact]
    public async Task Set_NothingToSet_IsInvalid()
    {
        await _lab.AddAsync("n1");
        await RefusedAsync(() => _lab.SetAsync("n1"), ApiErrorCode.Invalid);
    }

    [Fact]
    public async Task Set_ImageNeverBuilt_Warns()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        await _lab.AddAsync("n[1-2]");
        var response = await _lab.SetAsync("n[1-2]", ("image", "rocky9"));
        Assert.Equal(["Image 'rocky9' was never built: nodes cannot boot it yet. Run 'wwctl image build rocky9'."], response.Warnings);
    }

    [Fact]
    public async Task Set_ImageNameEmptyInTheProfile_IsNoErrorAfterTheCommit()
    {
        await _lab.Catalog.CommitAsync(
            "x", null, _ => [new PutNode(new NodeConfig(NodeName.Parse("n1"), new NodeSettings { ImageName = "" }))], CancellationToken.None);
        Assert.Empty((await _lab.SetAsync("n1", ("comment", "x"))).Warnings);
    }

    [Fact]
    public async Task Delete_UnknownNodeAmongKnown_ChangesNothing()
    {
        await _lab.AddAsync("n1");
        await RefusedAsync(() => _lab.DeleteAsync("n[1-2]"), ApiErrorCode.NotFound);
        Assert.Single(_lab.Catalog.Current.Nodes);
    }

    [Fact]
    public async Task Delete_ThenAddAgain_IsANodeWithoutAPast()
    {
        await _lab.AddAsync("n1", ("hwaddr", Mac));
        await BootAsync("n1");
        Assert.NotEmpty((await StatusAsync("n1")).Boots);

        await _lab.DeleteAsync("n1");
        await _lab.AddAsync("n1", ("hwaddr", Mac));
        Assert.Equal(NodeBootState.Unseen, (await StatusAsync("n1")).State);
    }

    [Fact]
    public async Task Add_ReportsCameInAfterTheDeletion_IsANodeWithoutAPast()
    {
        await _lab.AddAsync("n1", ("hwaddr", Mac));
        await _lab.DeleteAsync("n1");
        await BootAsync("n1");
        await _lab.AddAsync("n1", ("hwaddr", Mac));
        Assert.Empty((await StatusAsync("n1")).Boots);
    }

    [Fact]
    public async Task Add_RefusedBecauseItExists_KeepsItsPast()
    {
        await _lab.AddAsync("n1", ("hwaddr", Mac));
        await BootAsync("n1");
        await RefusedAsync(() => _lab.AddAsync("n[1-2]"), ApiErrorCode.Conflict);
        Assert.Single((await StatusAsync("n1")).Boots);
    }

    [Fact]
    public async Task Delete_OverlayThatWorkedForTheOldNode_IsNotServedToTheNewOne()
    {
        var overlays = _lab.Get<OverlayArtifacts>();
        await _lab.AddAsync("n1", ("system-overlays", "plain"));
        await overlays.GetAsync(_lab.Catalog.Current, _lab.Node("n1"), OverlayKind.System, CancellationToken.None);
        await _lab.DeleteAsync("n1");
        Assert.Null(overlays.LastGood(NodeName.Parse("n1"), OverlayKind.System));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddOrSet_HardwareAddressOfADiscoveredMachine_TakesItOffTheList(bool isAdd)
    {
        var machines = _lab.Grains.Get<IDiscoveryGrain>("default");
        await _lab.Get<LeaseDesk>().LeaseAsync(new LeaseRequest(SegmentName.Parse("default"), MacAddress.Parse(Mac)) { Commit = true }, CancellationToken.None);
        Assert.Single(await machines.ListAsync(CancellationToken.None));
        if (isAdd)
        {
            await _lab.AddAsync("n1", ("hwaddr", Mac));
        }
        else
        {
            await _lab.AddAsync("n1");
            await _lab.SetAsync("n1", ("hwaddr", Mac.Replace(':', '-')));
        }

        Assert.Empty(await machines.ListAsync(CancellationToken.None));
        await _lab.DeleteAsync("n1");
        Assert.Empty((await _lab.Get<NodeStatusReader>().ReadAsync([], CancellationToken.None)).Discovered);
    }

    [Fact]
    public async Task Status_ManyNamed_IsTheSameAsAskingEach()
    {
        await _lab.AddAsync("n[001-100]");
        await _lab.SetAsync("n050", ("hwaddr", Mac));
        await BootAsync("n050");
        var many = await _lab.Get<NodeStatusReader>().ReadAsync(["n[001-100]"], CancellationToken.None);
        Assert.Equal(100, many.Nodes.Count);
        Assert.Equal("n050", Assert.Single(many.Nodes, node => node.State == NodeBootState.Booting).Node.ToString());
        Assert.Equal((await StatusAsync("n050")).State, many.Nodes[49].State);
    }

    private static async Task<string> RefusedAsync(Func<Task> action, ApiErrorCode code)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(action);
        Assert.True(code == error.Code, $"{error.Code}: {error.Message}");
        return error.Message;
    }

    private Task BootAsync(string node) => _lab.Grains.Get<INodeGrain>(node).ReportAsync(
        [new BootEvent(MacAddress.Parse(Mac), BootStage.Dhcp, _lab.Time.GetUtcNow()) { Address = IPAddress.Parse("10.9.0.5"), PowerOn = true }],
        CancellationToken.None);

    private async Task<NodeStatus> StatusAsync(string node) =>
        (await _lab.Get<NodeStatusReader>().ReadAsync([node], CancellationToken.None)).Nodes.Single();
}
