using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Catalogs;

[Trait("Suite", "Fast")]
public sealed class CommitTermsTests : IAsyncLifetime
{
    private SiloLab _lab = null!;
    private long _start;

    private DeclaredService Declared => _lab.Get<DeclaredService>();

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        await _lab.AddAsync("n[1-4]", ("comment", "first"));
        _start = _lab.Catalog.Current.Revision;
    }


    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task DryRun_Change_IsToldInGroupsAndNotMade()
    {
        var answer = await SetAsync("n[1-3]", ("root", "tmpfs"), request => request with { DryRun = true });
        var group = Assert.Single(answer.Differences);
        Assert.Equal(("node", "changed", "n[1-3]", 3), (group.Kind, group.Verb, group.Names, group.Count));
        Assert.Equal(("root", "<unset>", "\"tmpfs\""), (group.Changes[0].Path, group.Changes[0].Before, group.Changes[0].After));
        Assert.Equal((_start, _start), (answer.Revision, _lab.Catalog.Current.Revision));
        Assert.Null(_lab.Node("n1").Settings.Root);
    }

    [Fact]
    public async Task DryRun_ThatCannotBe_IsRefusedAsTheChangeWouldBe() =>
        await ConflictAsync(() => SetAsync("n1", ("image", "nope"), request => request with { DryRun = true }), "'nope'");

    [Fact]
    public async Task IfRevision_Overtaken_IsAConflict()
    {
        await SetAsync("n1", ("comment", "second"), request => request with { IfRevision = _start });
        await ConflictAsync(() => SetAsync("n2", ("comment", "third"), request => request with { IfRevision = _start }), $"revision {_start + 1}, not {_start}");
    }

    [Fact]
    public async Task Seen_OthersChangedOtherValues_BothStand()
    {
        await SetAsync("n1", ("root", "tmpfs"));
        await SetAsync("n1", ("init", "/init"), request => request with { Seen = _start });
        Assert.Equal(("tmpfs", "/init"), (_lab.Node("n1").Settings.Root, _lab.Node("n1").Settings.Init));
    }

    [Fact]
    public async Task Seen_OthersChangedTheSameValue_TheSecondIsTold()
    {
        await SetAsync("n1", ("comment", "theirs"));
        await ConflictAsync(() => SetAsync("n[1-2]", ("comment", "mine"), request => request with { Seen = _start }), "node 'n1': comment");
        Assert.Equal(("theirs", "first"), (_lab.Node("n1").Settings.Comment, _lab.Node("n2").Settings.Comment));
    }

    [Fact]
    public async Task Seen_DeletingANodeThatChangedSince_TheSecondIsTold()
    {
        await SetAsync("n1", ("comment", "theirs"));
        await ConflictAsync(() => _lab.Nodes.DeleteAsync(new NodeDeleteRequest(["n1"]) { Seen = _start }, CancellationToken.None), "'n1'");
        await _lab.Nodes.DeleteAsync(new NodeDeleteRequest(["n2"]) { Seen = _start }, CancellationToken.None);
    }

    [Fact]
    public async Task Seen_DeletingANodeFromWhichAValueWasRemoved_TheSecondIsTold()
    {
        await SetAsync("n1", ("comment", "UNDEF"));
        await ConflictAsync(() => _lab.Nodes.DeleteAsync(new NodeDeleteRequest(["n1"]) { Seen = _start }, CancellationToken.None), "comment");
    }

    [Fact]
    public async Task Seen_PruningANodeThatWasAddedSince_TheSecondIsTold()
    {
        await _lab.AddAsync("n9");
        var request = new DeclareRequest([], [new NodeConfig(NodeName.Parse("n1"), NodeSettings.Empty)]) { Prune = true, Seen = _start };
        await ConflictAsync(() => Declared.DeclareAsync(request, CancellationToken.None), "'n9' was added");
    }

    [Fact]
    public async Task Seen_DeclaringANodeThatWasDeletedSince_TheSecondIsTold()
    {
        await _lab.DeleteAsync("n2");
        var request = new DeclareRequest([], [new NodeConfig(NodeName.Parse("n2"), new NodeSettings { Comment = "x" })]) { Seen = _start };
        await ConflictAsync(() => Declared.DeclareAsync(request, CancellationToken.None), "'n2' was removed");
    }

    [Fact]
    public async Task TwoWritersOfDifferentNodes_BothSucceed()
    {
        await Task.WhenAll(Enumerable.Range(1, 4).Select(i => Task.Run(() => SetAsync($"n{i}", ("root", "tmpfs")))));
        Assert.Equal(_start + 4, _lab.Catalog.Current.Revision);
        Assert.All(_lab.Catalog.Current.Nodes.Values, node => Assert.Equal("tmpfs", node.Settings.Root));
    }

    [Fact]
    public async Task Seen_RevisionThatIsNotThere_IsNotFound()
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(() => SetAsync("n1", ("comment", "x"), request => request with { Seen = 99 }));
        Assert.Equal(ApiErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task Rollback_ToAnEarlierRevision_IsANewOneWithTheSameNodes()
    {
        await SetAsync("n1", ("comment", "second"));
        await _lab.DeleteAsync("n2");
        await _lab.AddAsync("n9");
        var answer = await Declared.RollbackAsync(new RollbackRequest(_start), CancellationToken.None);
        Assert.Equal(_start + 4, answer.Revision);
        Assert.Equal(["n1", "n2", "n3", "n4"], _lab.Catalog.Current.Nodes.Keys.Select(name => name.ToString()));
        Assert.Equal("first", _lab.Node("n1").Settings.Comment);
        Assert.Equal(_start + 4, (await Declared.RollbackAsync(new RollbackRequest(_start + 4), CancellationToken.None)).Revision);
    }

    [Fact]
    public async Task Declare_WithPrune_MakesTheCatalogWhatTheRequestSays()
    {
        var request = new DeclareRequest(
            [new ProfileConfig(ProfileName.Parse("base"), new NodeSettings { Init = "/init" })],
            [new NodeConfig(NodeName.Parse("n1"), new NodeSettings { Profiles = ["base"], ImageName = "later" })])
        {
            Prune = true,
        };
        var answer = await Declared.DeclareAsync(request, CancellationToken.None);
        Assert.Equal("n1", Assert.Single(_lab.Catalog.Current.Nodes.Keys).ToString());
        Assert.Equal("/init", _lab.Node("n1").Settings.Init);
        Assert.Contains("'later'", Assert.Single(answer.Warnings), StringComparison.Ordinal);
        Assert.Equal(_start + 1, (await Declared.DeclareAsync(request, CancellationToken.None)).Revision);

        // The image is still missing, which is no reason against changing something else.
        await SetAsync("n1", ("comment", "x"));
        await ConflictAsync(() => SetAsync("n1", ("image", "other")), "'other'");
    }

    [Fact]
    public async Task Declare_ValuesThatNoFlagWouldTake_AreAllRefused()
    {
        var request = new DeclareRequest(
            [new ProfileConfig(ProfileName.Parse("base"), new NodeSettings { AssetKey = "x" })],
            [new NodeConfig(NodeName.Parse("n1"), NodeFields.Find("mtu").SetValue(NodeSettings.Empty, FieldTarget.Default, "big"))]);
        var error = await Assert.ThrowsAsync<WarewulfException>(() => Declared.DeclareAsync(request, CancellationToken.None));
        Assert.Contains("'base'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'n1'", error.Message, StringComparison.Ordinal);
        Assert.Equal(_start, _lab.Catalog.Current.Revision);
    }

    [Fact]
    public async Task Declare_SameNodeTwiceOrBadNames_IsRefused()
    {
        var node = new NodeConfig(NodeName.Parse("n1"), NodeSettings.Empty);
        DeclareRequest[] requests =
        [
            new([], [node, node]), new([], [node]) { RemoveNodes = ["n1"] },
            new([], [node with { Settings = Devices("../x") }]), new([], [node with { Settings = new NodeSettings { Tags = Tags("a\nb") } }]),
            new([new ProfileConfig(ProfileName.Parse("p"), new NodeSettings { Profiles = [null!] })], []),
        ];
        foreach (var request in requests)
        {
            var error = await Assert.ThrowsAsync<WarewulfException>(() => Declared.DeclareAsync(request, CancellationToken.None));
            Assert.Equal(ApiErrorCode.Invalid, error.Code);
        }

        Assert.Equal(_start, _lab.Catalog.Current.Revision);
    }

    [Fact]
    public async Task History_Entries_ComeLatestFirst()
    {
        await SetAsync("n1", ("comment", "second"), request => request with { Author = "root@head1", Comment = "because" });
        var revisions = await _lab.Get<CatalogHistory>().ListAsync(long.MaxValue, 10, CancellationToken.None);
        Assert.Equal([_start + 1, _start], revisions.Take(2).Select(revision => revision.Revision));
        Assert.Equal(("root@head1", "because"), (revisions[0].Author, revisions[0].Comment));
    }

    [Fact]
    public async Task Fields_OfANode_TellTheirOriginAndMaskSecrets()
    {
        await SetAsync("n1", ("ipmipass", "geheim"));
        var fields = Assert.Single(_lab.Nodes.Fields(["n1"]).Nodes).Fields;
        Assert.Equal("********", fields.Single(field => field.Field == "Ipmi.Password").Value);
        Assert.Equal(FieldOriginKind.Node, fields.Single(field => field.Field == "Comment").Kind);
    }

    private static NodeSettings Devices(string name) =>
        new() { NetworkDevices = SortedMap<NetworkConfig>.Empty.SetItem(name, new NetworkConfig { Device = "eth0" }) };

    private static SortedMap<string> Tags(string key) => SortedMap<string>.Empty.SetItem(key, "x");

    private static async Task ConflictAsync(Func<Task> change, string named)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(change);
        Assert.Equal(ApiErrorCode.Conflict, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private Task<CommitResponse> SetAsync(string hosts, (string Flag, string Value) field, Func<NodeChangeRequest, NodeChangeRequest>? terms = null)
    {
        var request = new NodeChangeRequest([hosts], new SettingsEdit { Fields = new Dictionary<string, string> { [field.Flag] = field.Value } });
        return _lab.Nodes.SetAsync(terms?.Invoke(request) ?? request, CancellationToken.None);
    }
}
