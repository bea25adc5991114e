using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Overlays;

/// <summary>What a head rendered before a restart it does not render after it.</summary>
[Trait("Suite", "Fast")]
public sealed class OverlayRestartTests : IAsyncLifetime
{
    private SiloLab _lab = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        await _lab.AddAsync("n[1-40]", ("system-overlays", "named,hosts"), ("runtime-overlays", "hosts"));
        Assert.Equal(41, await RendersAsync());
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Start_NothingChanged_RendersAndWritesNothing()
    {
        var before = Query<string>("select node || kind || hex(content) from record union all select seq || id from shared");
        Assert.Equal(0, await RendersAsync());
        Assert.Equal(before, Query<string>("select node || kind || hex(content) from record union all select seq || id from shared"));
    }

    [Fact]
    public async Task Start_AfterChangesThatWereBuilt_RendersNothing()
    {
        await _lab.SetAsync("n7", ("comment", "other"));
        await _lab.AddAsync("n41", ("system-overlays", "named,hosts"));
        Assert.Equal(2, await RendersAsync());
        Assert.Equal(0, await RendersAsync());
    }

    [Fact]
    public async Task Start_SameContentOfOtherReads_IsKeptToo()
    {
        _lab.Files.Write("share/overlays/named/rootfs/etc/c.ww", "{{ if .Comment }}{{ end }}{{ .Id }}");
        Assert.Equal(40, await RendersAsync());
        using (var head = new Head(_lab))
        {
            await head.BuildAsync();
            await _lab.SetAsync("n7", ("comment", "other"));
            Assert.Equal(1, await head.BuildAsync());
        }

        Assert.Equal(0, await RendersAsync());
    }

    [Fact]
    public async Task Start_SharedResultsOfAnotherReleaseOrDamaged_AreRenderedOnceMore()
    {
        Execute("update shared set content = x'0001'");
        Assert.Equal(1, await RendersAsync());
        Assert.Equal(0, await RendersAsync());
        Execute("drop table shared");
        Assert.Equal(1, await RendersAsync());
        Assert.Equal(0, await RendersAsync());
    }

    [Fact]
    public async Task Start_OwnResultsDamaged_RendersThoseOnly()
    {
        Execute("update record set content = substr(content, 1, length(content) - 1) where node = 'n3'");
        Execute("update record set content = x'' where node = 'n4'");
        Assert.Equal(2, await RendersAsync());
        Assert.Equal(0, await RendersAsync());
    }

    [Fact]
    public async Task Save_ManyChanges_KeepsTheLatestOnly()
    {
        using (var head = new Head(_lab))
        {
            await head.BuildAsync();
            for (var i = 0; i < 12; i++)
            {
                await _lab.AddAsync($"m{i}", ("system-overlays", "hosts"));
                await head.BuildAsync();
            }
        }

        Assert.Equal(4, Assert.Single(Query<long>("select count(*) from shared group by template")));
        Assert.Equal(0, await RendersAsync());
    }

    [Fact]
    public async Task Save_OneNodesChange_WritesWhatChanged()
    {
        _lab.Files.Write("share/overlays/named/rootfs/etc/name.ww", "{{ .Id }} {{ .Comment }}");
        using var head = new Head(_lab);
        await head.BuildAsync();
        Execute("update record set content = x''");
        await _lab.SetAsync("n7", ("comment", "other"));
        await head.BuildAsync();
        Assert.Equal("n7", Assert.Single(Query<string>("select distinct node from record where length(content) > 0")));
        Assert.Equal(1, Assert.Single(Query<long>("select count(*) from shared")));
    }

    private async Task<long> RendersAsync()
    {
        using var head = new Head(_lab);
        return await head.BuildAsync();
    }

    private List<T> Query<T>(string query)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_lab.Paths.State, "overlays.db")};Pooling=False");
        return [.. connection.Query<T>(query)];
    }

    private void Execute(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_lab.Paths.State, "overlays.db")};Pooling=False");
        connection.Execute(statement);
    }

    /// <summary>A process of its own: the same disk, and nothing in memory.</summary>
    private sealed class Head : IDisposable
    {
        private readonly SiloLab _lab;
        private readonly OverlayRenderer _renderer;
        private readonly OverlayArtifacts _artifacts;

        public Head(SiloLab lab)
        {
            _lab = lab;
            var records = new OverlayRecords(lab.Paths, NullLogger<OverlayRecords>.Instance);
            _renderer = new OverlayRenderer(lab.Get<IOverlaySource>(), lab.Get<IOverlayFiles>(), records);
            _artifacts = new OverlayArtifacts(
                new OverlayBuilder(_renderer, lab.Get<IOverlayStore>()), new OverlaySets(_renderer, lab.Get<OverlaySource>(), new OverlayWatch(lab.Paths, lab.Time)),
                lab.Get<OverlaySites>(), lab.Blobs, records);
        }

        /// <summary>Builds all, and tells how many templates it ran.</summary>
        public async Task<long> BuildAsync()
        {
            var before = _renderer.Renders;
            Assert.Empty(await _artifacts.BuildAsync(_lab.Catalog.Current, [.. _lab.Catalog.Current.Index.Nodes], CancellationToken.None));
            return _renderer.Renders - before;
        }

        public void Dispose() => _artifacts.Dispose();
    }
}
