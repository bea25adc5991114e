using System.Diagnostics;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Overlays;
using Warewulf.Core;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class OverlayArtifactsTests : IAsyncLifetime
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    private SiloLab _lab = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        await _lab.AddAsync("n[1-2]", ("system-overlays", "named"), ("runtime-overlays", "hosts"));
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Get_ManyAtOnce_RendersOnce()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => GetAsync("n1"))));
        Assert.All(all, artifact => Assert.Equal(all[0], artifact));
        Assert.Equal(1, _lab.Get<OverlayRenderer>().Renders);
    }

    [Fact]
    public async Task Get_AfterACommit_RendersAnewAndGivesTheSameBytesForTheSameContent()
    {
        var before = await GetAsync("n1");
        var hosts = await GetAsync("n1", OverlayKind.Runtime);
        await _lab.AddAsync("n3");
        Assert.Equal(before, await GetAsync("n1"));
        Assert.NotEqual(hosts, await GetAsync("n1", OverlayKind.Runtime));
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("add")]
    [InlineData("remove")]
    [InlineData("mode")]
    [InlineData("shadow")]
    public async Task Get_AfterAChangeBelowTheOverlays_RendersAnew(string change)
    {
        _lab.Files.Write("share/overlays/named/rootfs/etc/extra", "x");
        var before = await GetAsync("n1");
        var file = Path.Combine(_lab.Files.Share, "overlays/named/rootfs/etc/extra");
        switch (change)
        {
            case "edit":
                await File.WriteAllTextAsync(file, "y");
                break;
            case "add":
                _lab.Files.Write("share/overlays/named/rootfs/etc/more", "x");
                break;
            case "remove":
                File.Delete(file);
                break;
            case "mode":
                File.SetUnixFileMode(file, UnixFileMode.UserRead);
                break;
            default:
                _lab.Files.Write("root/var/lib/warewulf/overlays/named/rootfs/etc/name.ww", "site {{ .Id }}\n");
                break;
        }

        Assert.Equal(before, await GetAsync("n1"));
        await _lab.Get<OverlayWorkingCopy>().SyncAsync(CancellationToken.None);
        _lab.Time.Advance(Moment);
        Assert.NotEqual(before, await GetAsync("n1"));
    }

    [RootFact]
    public async Task Get_AfterAChangeOfOwner_RendersAnew()
    {
        var file = _lab.Files.Write("share/overlays/named/rootfs/etc/extra", "x");
        var before = await GetAsync("n1");
        using (var chown = Process.Start("chown", ["1234:5678", file]))
        {
            await chown.WaitForExitAsync();
        }

        _lab.Time.Advance(Moment);
        Assert.NotEqual(before, await GetAsync("n1"));
    }

    [Fact]
    public async Task Get_TemplateError_IsFoundOnceUntilSomethingChanges()
    {
        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Nonsense }}");
        var first = await FailAsync("n1");
        _lab.Time.Advance(Moment);
        Assert.Equal(ApiErrorCode.Invalid, first.Code);
        var renders = _lab.Get<OverlayRenderer>().Renders;
        Assert.Equal(first.Message, (await FailAsync("n1")).Message);
        Assert.Equal(renders, _lab.Get<OverlayRenderer>().Renders);

        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Id }} again\n");
        _lab.Time.Advance(Moment);
        Assert.NotNull(await GetAsync("n1"));
    }

    [Fact]
    public async Task Build_AfterARestart_RendersWhatChangedOnly()
    {
        var overlays = _lab.Get<OverlayArtifacts>();
        Assert.Empty(await overlays.BuildAsync(_lab.Catalog.Current, [.. _lab.Catalog.Current.Index.Nodes], CancellationToken.None));
        var before = await GetAsync("n1");
        await _lab.SetAsync("n2", ("comment", "other"));

        // What another process finds: the same disk, and nothing in memory.
        var source = _lab.Get<IOverlaySource>();
        var renderer = new OverlayRenderer(source, _lab.Get<IOverlayFiles>());
        using var again = new OverlayArtifacts(
            new OverlayBuilder(renderer, _lab.Get<IOverlayStore>()), new OverlaySets(renderer, _lab.Get<OverlaySource>(), _lab.Get<OverlayWatch>()),
            _lab.Get<OverlaySites>(), _lab.Blobs, _lab.Get<OverlayRecords>());
        Assert.Equal(before, await again.GetAsync(_lab.Catalog.Current, _lab.Node("n1"), OverlayKind.System, CancellationToken.None));
        Assert.Equal(0, renderer.Renders);
    }

    [Fact]
    public async Task Records_Damaged_CostARenderAndNothingElse()
    {
        await GetAsync("n1");
        _lab.Get<OverlayArtifacts>().Save();
        var records = _lab.Get<OverlayRecords>();
        Assert.NotNull(records.Find(NodeName.Parse("n1"), OverlayKind.System));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(Path.Combine(_lab.Paths.State, "overlays.db"), new string('x', 5000));

        var again = new OverlayRecords(_lab.Paths, Microsoft.Extensions.Logging.Abstractions.NullLogger<OverlayRecords>.Instance);
        Assert.Null(again.Find(NodeName.Parse("n1"), OverlayKind.System));
        again.Save([(NodeName.Parse("n1"), OverlayKind.System, _lab.Get<OverlayArtifacts>().LastBuild(NodeName.Parse("n1"), OverlayKind.System)!)]);
        Assert.NotNull(again.Find(NodeName.Parse("n1"), OverlayKind.System));
    }

    [Fact]
    public async Task Keep_BrokenTemplate_IsToldUntilItIsMendedAndTheLastArchiveStays()
    {
        var good = await GetAsync("n1");
        var problems = _lab.Get<OverlayProblems>();
        using var keeper = new OverlayKeeper(
            _lab.Catalog, _lab.Get<OverlayArtifacts>(), problems, _lab.Get<OverlayExchange>(), _lab.Get<OverlayProgress>(), Microsoft.Extensions.Logging.Abstractions.NullLogger<OverlayKeeper>.Instance);
        await keeper.LookAsync(CancellationToken.None);
        Assert.Empty(problems.Current);

        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Nonsense }}");
        _lab.Time.Advance(Moment);
        await keeper.LookAsync(CancellationToken.None);
        var told = Assert.Single(problems.Current);
        Assert.StartsWith("Overlay 'named', file 'rootfs/etc/name.ww', line 1, column 4: ", told, StringComparison.Ordinal);
        Assert.EndsWith("Nodes: n[1-2]. They keep the overlays they had.", told, StringComparison.Ordinal);
        Assert.Equal(good, _lab.Get<OverlayArtifacts>().LastGood(NodeName.Parse("n1"), OverlayKind.System));

        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Id }}\n");
        _lab.Time.Advance(Moment);
        await keeper.LookAsync(CancellationToken.None);
        Assert.Empty(problems.Current);
    }

    [Fact]
    public async Task LastGood_RestartWhileATemplateIsBroken_StaysUntilItIsMended()
    {
        var good = await GetAsync("n1");
        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Nonsense }}");
        _lab.Time.Advance(Moment);
        var nodes = _lab.Catalog.Current.Index.InOrder.ToArray();
        Assert.Equal(2, (await _lab.Get<OverlayArtifacts>().BuildAsync(_lab.Catalog.Current, nodes, CancellationToken.None)).Count);

        // Another process: nothing is in memory.
        var (records, after) = Restarted();
        Assert.Equal(2, (await after.BuildAsync(_lab.Catalog.Current, nodes, CancellationToken.None)).Count);
        Assert.Equal(good, after.LastGood(NodeName.Parse("n1"), OverlayKind.System));
        Assert.Null(after.LastGood(NodeName.Parse("n2"), OverlayKind.System));
        Assert.Subset(after.ListBlobs().ToHashSet(), good.Segments!.Select(segment => segment.Digest).ToHashSet());

        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Id }} again\n");
        _lab.Time.Advance(Moment);
        Assert.Empty(await after.BuildAsync(_lab.Catalog.Current, nodes, CancellationToken.None));
        Assert.NotEqual(good, after.LastGood(NodeName.Parse("n1"), OverlayKind.System));
        Assert.Empty(records.FindGood());
        after.Dispose();
    }

    [Fact]
    public void FindGood_RowsThatCannotBeRead_AreLeftOut()
    {
        var records = _lab.Get<OverlayRecords>();
        Assert.Empty(records.FindGood());
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_lab.Paths.State, "overlays.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "insert into good values ('n1', 0, '{'), ('n1', 1, 'null'), ('not a name', 0, '{}'), ('n2', 0, '{}')";
        command.ExecuteNonQuery();
        Assert.Empty(records.FindGood());
    }

    [Fact]
    public async Task Get_StoreRefuses_IsTriedAgain()
    {
        Directory.Move(_lab.Paths.Blobs, _lab.Paths.Blobs + "-gone");
        Assert.Equal(ApiErrorCode.Unavailable, (await FailAsync("n1")).Code);
        Directory.Move(_lab.Paths.Blobs + "-gone", _lab.Paths.Blobs);
        Assert.NotNull(await GetAsync("n1"));
    }

    [Fact]
    public async Task Get_LinksThatLeadOutAndInCircles_AreNotFollowed()
    {
        Directory.CreateSymbolicLink(Path.Combine(_lab.Files.Share, "overlays/named/rootfs/all"), "/");
        Directory.CreateSymbolicLink(Path.Combine(_lab.Files.Share, "overlays/named/rootfs/self"), ".");
        File.CreateSymbolicLink(Path.Combine(_lab.Files.Share, "overlays/named/rootfs/dangling"), "/nope/nope");
        var watch = _lab.Get<OverlayWatch>();
        _lab.Time.Advance(Moment);
        var stamp = watch.Stamp();
        _lab.Time.Advance(Moment);
        Assert.Equal(stamp, watch.Stamp());
        Assert.NotNull(await GetAsync("n1"));
    }

    [Fact]
    public async Task Stamp_WhileFilesComeAndGo_NeverFails()
    {
        var watch = _lab.Get<OverlayWatch>();
        using var enough = new CancellationTokenSource();
        var churn = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                _lab.Files.Write("share/overlays/churn/rootfs/a/b/c", "x");
                Directory.Delete(Path.Combine(_lab.Files.Share, "overlays/churn"), recursive: true);
            }
        });
        try
        {
            for (var i = 0; i < 300; i++)
            {
                _lab.Time.Advance(Moment);
                watch.Stamp();
            }
        }
        finally
        {
            await enough.CancelAsync();
            await churn;
        }

        _lab.Time.Advance(Moment);
        var stamp = watch.Stamp();
        _lab.Time.Advance(Moment);
        Assert.Equal(stamp, watch.Stamp());
    }

    [Fact]
    public async Task Get_DifferentNodes_DifferOnlyWhereTheyRead()
    {
        Assert.NotEqual(await GetAsync("n1"), await GetAsync("n2"));
        Assert.Equal(await GetAsync("n1", OverlayKind.Runtime), await GetAsync("n2", OverlayKind.Runtime));
    }

    [Fact]
    public async Task Keep_FileThatTheHeadLacks_IsLoggedOnceWhenItBeginsAndOnceWhenItEnds()
    {
        _lab.Files.Write("share/overlays/named/rootfs/etc/extra.ww", "{{ Include \"/etc/warewulf/absent\" }}{{ .Id }}\n");
        _lab.Time.Advance(Moment);
        var logger = new RecordingLogger<OverlayKeeper>();
        using var keeper = new OverlayKeeper(
            _lab.Catalog, _lab.Get<OverlayArtifacts>(), _lab.Get<OverlayProblems>(), _lab.Get<OverlayExchange>(), _lab.Get<OverlayProgress>(), logger);

        await keeper.LookAsync(CancellationToken.None);
        await keeper.LookAsync(CancellationToken.None);
        await _lab.AddAsync("n3", ("system-overlays", "named"));
        await keeper.LookAsync(CancellationToken.None);

        var line = Assert.Single(logger.Lines).Text.TrimEnd();
        Assert.StartsWith("overlays: Overlay 'named', file 'rootfs/etc/extra.ww': ", line, StringComparison.Ordinal);
        Assert.EndsWith("Nodes: n[1-2]. They are built without it", line, StringComparison.Ordinal);
        Assert.Empty(_lab.Get<OverlayProblems>().Current);

        _lab.Files.Write("root/etc/warewulf/absent", "here\n");
        _lab.Time.Advance(Moment);
        await keeper.LookAsync(CancellationToken.None);
        await keeper.LookAsync(CancellationToken.None);
        Assert.StartsWith("overlays: it is so no more that: Overlay 'named'", Assert.Single(logger.Lines.Skip(1)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fold_WarningsOfNodes_AreALineForEachKind()
    {
        var (n1, n2, n3) = (NodeName.Parse("n1"), NodeName.Parse("n2"), NodeName.Parse("n3"));
        var folded = OverlayWarning.Fold([(n2, "no '/keys/n2'."), (n1, "no '/keys/n1'."), (n3, "no '/a'."), (n1, "no '/a'."), (n1, "no '/a'.")]);
        Assert.Equal(
            [("no '/a'.", "n[1,3]"), ("no '/keys/n1'. The same on each node, with its own name.", "n[1-2]")],
            folded.Select(warning => (warning.Message, warning.Hosts)));
    }

    private Task<WarewulfException> FailAsync(string node) => Assert.ThrowsAsync<WarewulfException>(() => GetAsync(node));

    private (OverlayRecords Records, OverlayArtifacts Artifacts) Restarted()
    {
        var records = new OverlayRecords(_lab.Paths, Microsoft.Extensions.Logging.Abstractions.NullLogger<OverlayRecords>.Instance);
        var renderer = new OverlayRenderer(_lab.Get<IOverlaySource>(), _lab.Get<IOverlayFiles>());
        var sets = new OverlaySets(renderer, _lab.Get<OverlaySource>(), _lab.Get<OverlayWatch>());
        return (records, new OverlayArtifacts(
            new OverlayBuilder(renderer, _lab.Get<IOverlayStore>()), sets, _lab.Get<OverlaySites>(), _lab.Blobs, records));
    }

    private Task<ArtifactRef> GetAsync(string node, OverlayKind kind = OverlayKind.System) =>
        _lab.Get<OverlayArtifacts>().GetAsync(_lab.Catalog.Current, _lab.Node(node), kind, CancellationToken.None);
}
