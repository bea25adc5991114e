using System.Net;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Heads;

/// <summary>Heads over one PostgreSQL that make overlays once between them.</summary>
[Trait("Suite", "Socket")]
#pragma warning disable CA1001 // The test runner calls IAsyncLifetime.DisposeAsync.
public sealed class OverlaySharingTests(PostgresServer server) : IClassFixture<PostgresServer>, IAsyncLifetime
#pragma warning restore CA1001
{
    private const int Nodes = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly HeadDirectory _share = new();
    private HeadSite _site = null!;

    public async Task InitializeAsync()
    {
        _share.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Id }} {{ .Comment }}\n");
        _site = PostgresServer.IsInstalled ? new HeadSite(await server.CreateDatabaseAsync()) : new HeadSite("");
    }

    public async Task DisposeAsync()
    {
        await _site.DisposeAsync();
        _share.Dispose();
    }

    [PostgresFact]
    public async Task Commit_TwoHeadsUp_IsRenderedOnceBetweenThem()
    {
        var (one, two) = (await StartAsync("one"), await StartAsync("two"));
        await MeetAsync(one, two);
        await AddAsync(one, $"n[1-{Nodes}]");
        await BuiltAsync(one, two);
        Assert.Equal(Nodes + 1, Renders(one) + Renders(two));
        Assert.InRange(Renders(one), 1, Nodes);
        AssertAlike(one, two);

        await one.SetAsync("n7", ("comment", "other"));
        await BuiltAsync(one, two);
        Assert.Equal(Nodes + 2, Renders(one) + Renders(two));
        AssertAlike(one, two);

        await AddAsync(two, "m1");
        await BuiltAsync(one, two);
        Assert.Equal(Nodes + 4, Renders(one) + Renders(two));
        AssertAlike(one, two);
    }

    [PostgresFact]
    public async Task Commit_ThreeHeadsUp_IsRenderedOnceBetweenThem()
    {
        var heads = new[] { await StartAsync("one"), await StartAsync("two"), await StartAsync("three") };
        await MeetAsync(heads);
        await AddAsync(heads[0], $"n[1-{Nodes}]");
        await BuiltAsync(heads);
        Assert.Equal(Nodes + 1, heads.Sum(Renders));
        Assert.All(heads, head => Assert.InRange(Renders(head), 1, Nodes));
    }

    [PostgresFact]
    public async Task Start_OthersHaveAll_RendersNothing()
    {
        var one = await StartAsync("one");
        await AddAsync(one, $"n[1-{Nodes}]");
        await BuiltAsync(one);
        var files = _site.Files();
        await using (var two = await RunAsync("two", files))
        {
            await BuiltAsync(one, two);
            Assert.Equal((Nodes + 1, 0), (Renders(one), Renders(two)));
            AssertAlike(one, two);
        }

        // What was changed while it was away it gets from those who were there.
        await one.SetAsync("n[1-20]", ("comment", "other"));
        await AddAsync(one, "m1");
        await BuiltAsync(one);
        Assert.Equal(Nodes + 1 + 20 + 2, Renders(one));
        await using (var two = await RunAsync("two", files))
        {
            await BuiltAsync(one, two);
            Assert.Equal(0, Renders(two));
            AssertAlike(one, two);
        }
    }

    [PostgresFact]
    public async Task Commit_IncludedFilesDiffer_EachRendersItsOwn()
    {
        _share.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Id }} {{ Include \"/etc/warewulf/secret\" }}\n");
        _share.Write("share/overlays/hosts/rootfs/etc/hosts.ww", "{{ len .AllNodes }} {{ Include \"/etc/warewulf/secret\" }}\n");
        var (first, second) = (_site.Files(), _site.Files());
        first.Write("root/etc/warewulf/secret", "one");
        second.Write("root/etc/warewulf/secret", "two");
        var (one, two) = (await StartAsync("one", first), await StartAsync("two", second));
        await MeetAsync(one, two);
        await AddAsync(one, $"n[1-{Nodes}]");
        await BuiltAsync(one, two);
        Assert.Equal((Nodes + 1, Nodes + 1), (Renders(one), Renders(two)));
        Assert.NotEqual(Build(one, "n1").Own.Digest, Build(two, "n1").Own.Digest);
        Assert.NotEqual(Build(one, "n1").Shared.Digest, Build(two, "n1").Shared.Digest);
    }

    [PostgresFact]
    public async Task Commit_OtherHeadsAreAway_IsRenderedWithoutThemAndToldOnceEach()
    {
        using var log = new RecordingLoggers();
        await using (await RunAsync("first", _site.Files()))
        {
        }

        await _site.AddAsync("elsewhere", "http://127.0.0.1:1");
        await _site.AddAsync("mute", "");
        await _site.AddAsync("long-gone", "http://127.0.0.1:2", "now() - interval '5 minutes'");
        var one = await StartAsync("one", log: log);
        await AddAsync(one, $"n[1-{Nodes}]");
        await BuiltAsync(one);
        Assert.Equal(Nodes + 1, Renders(one));
        Assert.Contains("head 'elsewhere' (http://127.0.0.1:1) does not answer", Assert.Single(Told(log)), StringComparison.Ordinal);
    }

    [PostgresTheory]
    [InlineData("half")]
    [InlineData("nothing")]
    [InlineData("rubbish")]
    [InlineData("flipped")]
    [InlineData("huge")]
    [InlineData("foreign")]
    public async Task Commit_OtherHeadDiesOrSpeaksRubbish_IsRenderedHereAndToldOnce(string how)
    {
        using var log = new RecordingLoggers();
        await using var proxy = await HeadProxy.StartAsync();
        var one = await StartAsync("one", advertise: proxy.Address);
        proxy.Target = one.Tcp.BaseAddress;
        var two = await StartAsync("two", log: log);
        await MeetAsync(one, two);
        await BuiltAsync(one, two);
        proxy.ChangeOverlays = bytes => Task.FromResult(how switch
        {
            "half" => bytes[..(bytes.Length / 2)],
            "nothing" => [],
            "rubbish" => [.. Enumerable.Range(0, 5000).Select(number => (byte)(number * 7919))],
            "flipped" => [.. bytes.Select((value, at) => at % 97 == 60 ? (byte)~value : value)],
            "huge" => [(byte)ShareFrameKind.Archive, 0x7f, 0xff, 0xff, 0xff, .. bytes],
            _ => [.. bytes[..^5], .. Foreign(), .. bytes[^5..]],
        });
        await AddAsync(two, $"n[1-{Nodes}]");
        await BuiltAsync(one, two);
        Assert.InRange(Renders(one) + Renders(two), Nodes + 1, (2 * Nodes) + 2);
        Assert.Contains("head 'one'", Assert.Single(Told(log)), StringComparison.Ordinal);
        AssertAlike(one, two);
    }

    [PostgresTheory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"revision":1,"system":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"revision":1,"system":null,"runtime":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"revision":1,"system":["no such name!"],"runtime":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"revision":1,"known":["x"],"system":["n1"],"runtime":["n2"]}""", HttpStatusCode.OK)]
    public async Task Overlays_AskedFor_AreAnsweredWithWhatThereIs(string request, HttpStatusCode status)
    {
        var one = await StartAsync("one");
        Assert.Equal(status, (await one.PostAsync(Routes.HeadOverlays, request)).Status);
    }

    [PostgresFact]
    public async Task Overlays_TooManyAskedFor_IsRefused()
    {
        var one = await StartAsync("one");
        var names = string.Join(',', Enumerable.Range(0, 9000).Select(number => $"\"n{number}\""));
        var (status, body) = await one.PostAsync(Routes.HeadOverlays, $$"""{"revision":1,"system":[],"runtime":[{{names}}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("at most 8192", RunningHead.Error(body).Message, StringComparison.Ordinal);
        using var content = new StringContent("""{"revision":1}""");
        Assert.Equal(HttpStatusCode.Unauthorized, (await one.Tcp.PostAsync(Routes.HeadOverlays, content)).StatusCode);
    }

    private static IEnumerable<string> Told(RecordingLoggers log) => log.Warnings.Where(line => line.Contains("overlays are not shared", StringComparison.Ordinal));

    private static long Renders(RunningHead head) => head.Get<OverlayRenderer>().Renders;

    private static OverlayBuild Build(RunningHead head, string node) => head.Get<OverlayArtifacts>().LastBuild(NodeName.Parse(node), OverlayKind.System)!;

    // A frame that is whole, of a node that nobody asked for.
    private static byte[] Foreign()
    {
        var content = ShareFrames.Archive(new OverlayItem(NodeName.Parse("nobody"), OverlayKind.System), [1, 2, 3], []);
        return [(byte)ShareFrameKind.Archive, 0, 0, (byte)(content.Length >> 8), (byte)content.Length, .. content];
    }

    private static Task AddAsync(RunningHead head, string hosts) => head.AddAsync(hosts, ("system-overlays", "named,hosts"), ("runtime-overlays", "hosts"));

    private static Task MeetAsync(params RunningHead[] heads) =>
        Task.WhenAll(heads.Select(head => head.Get<HeadRegistry>().RefreshAsync(CancellationToken.None)));

    /// <summary>Waits until heads have everything of the latest revision.</summary>
    private static async Task BuiltAsync(params RunningHead[] heads)
    {
        using var limit = new CancellationTokenSource(Patience);
        var revision = heads.Max(head => head.Get<CatalogService>().Current.Revision);
        foreach (var head in heads)
        {
            while (!IsBuilt(head, revision))
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    private static bool IsBuilt(RunningHead head, long revision)
    {
        var now = head.Get<OverlayProgress>().Now;
        return now is { HasOwn: true, Catalog: { } catalog } && catalog.Revision >= revision && ReferenceEquals(catalog, head.Get<CatalogService>().Current)
            && catalog.Index.InOrder.All(node => OverlayKinds.All.All(kind => head.Get<OverlayArtifacts>().Ready(catalog, new OverlayItem(node.Name, kind)) is not null));
    }

    private static void AssertAlike(RunningHead one, RunningHead two)
    {
        foreach (var node in one.Get<CatalogService>().Current.Index.InOrder)
        {
            foreach (var kind in OverlayKinds.All)
            {
                var (mine, theirs) = (one.Get<OverlayArtifacts>().LastBuild(node.Name, kind)!, two.Get<OverlayArtifacts>().LastBuild(node.Name, kind)!);
                Assert.Equal(mine.Recipe.Segments, theirs.Recipe.Segments);
                Assert.All(theirs.Recipe.Segments, segment => Assert.Equal(segment.Digest, ArtifactDigest.Of(File.ReadAllBytes(two.Get<BlobStore>().Find(segment.Digest)!))));
            }
        }
    }

    private Task<RunningHead> StartAsync(string name, HeadDirectory? files = null, string? advertise = null, RecordingLoggers? log = null) =>
        _site.StartAsync(name, files, advertise, _share.Share, log);

    private Task<RunningHead> RunAsync(string name, HeadDirectory files) => RunningHead.StartAsync(
        files, tcp: true, change: options => options with { HostName = name, Database = _site.Database, Share = _share.Share });
}
