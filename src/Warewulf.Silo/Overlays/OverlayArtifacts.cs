using System.Collections.Concurrent;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Blobs;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// The overlay archives of nodes. Each is built when it is first asked for and looked at again when a revision, this machine's addresses, a file below
/// the overlay directories or one that templates read may have changed it; however many ask at once, it is built once.
/// </summary>
internal sealed class OverlayArtifacts : IDisposable
{
    private readonly ConcurrentDictionary<(NodeName Node, OverlayKind Kind), Looked> _looked = new();
    private readonly ConcurrentDictionary<(NodeName Node, OverlayKind Kind), OverlayBuild> _builds = new();
    private readonly ConcurrentDictionary<(NodeName Node, OverlayKind Kind), OverlayBuild> _unsaved = new();
    private readonly SemaphoreSlim _workers = new(Environment.ProcessorCount);
    private readonly OverlayBuilder _builder;
    private readonly OverlaySets _sets;
    private readonly OverlaySites _sites;
    private readonly BlobStore _blobs;
    private readonly OverlayRecords _records;
    private readonly LastGoodOverlays _good;

    public OverlayArtifacts(OverlayBuilder builder, OverlaySets sets, OverlaySites sites, BlobStore blobs, OverlayRecords records)
    {
        _builder = builder;
        _sets = sets;
        _sites = sites;
        _blobs = blobs;
        _records = records;
        _good = new LastGoodOverlays(records);
    }

    /// <summary>The archive of one kind for one node.</summary>
    /// <exception cref="WarewulfException">An overlay is missing or a template fails; the message names which, where and for whom.</exception>
    public async Task<ArtifactRef> GetAsync(Catalog catalog, EffectiveNode node, OverlayKind kind, CancellationToken cancellationToken)
    {
        var site = _sites.Of(catalog);
        var key = (node.Name, kind);
        if (Current(catalog, site, node, kind) is { } current)
        {
            if (IsThere(current))
            {
                return Artifact(current, kind);
            }

            // Somebody emptied the store: what was packed is packed again.
            _builds.TryRemove(key, out _);
            _builder.Forget(site);
        }

        var entry = _looked.AddOrUpdate(
            key,
            _ => new Looked(site, node, new Lazy<Task<ArtifactRef>>(() => BuildAsync(catalog, site, node, kind))),
            (_, other) => other.IsOf(site, node) && !other.Artifact.Value.IsCompleted ? other : new Looked(site, node, new Lazy<Task<ArtifactRef>>(() => BuildAsync(catalog, site, node, kind))));
        return await entry.Artifact.Value.WaitAsync(cancellationToken);
    }

    /// <summary>What the templates are now that are the same for every node.</summary>
    public SharedResults Shared { get; } = new();

    /// <summary>Builds the archives of many nodes whose archives are not as they should be, and stores them with few syncs.</summary>
    /// <param name="catalog">The revision.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What could not be built, and why.</returns>
    public Task<IReadOnlyList<OverlayProblem>> BuildAsync(Catalog catalog, IReadOnlyList<EffectiveNode> nodes, CancellationToken cancellationToken) =>
        BuildAsync(catalog, nodes, new Dictionary<OverlayItem, ArrivedOverlays>(), cancellationToken);

    /// <summary>As <see cref="BuildAsync(Catalog, IReadOnlyList{EffectiveNode}, CancellationToken)"/>, with what another head sent of them.</summary>
    public async Task<IReadOnlyList<OverlayProblem>> BuildAsync(
        Catalog catalog, IReadOnlyList<EffectiveNode> nodes, IReadOnlyDictionary<OverlayItem, ArrivedOverlays> arrived, CancellationToken cancellationToken)
    {
        var problems = new ConcurrentBag<OverlayProblem>();
        using var batch = _blobs.Begin(OverlayStore.FileName);
        foreach (var (segment, blocks) in arrived.Values.SelectMany(overlays => overlays.Segments))
        {
            batch.Put(segment, blocks);
        }

        batch.Commit();
        await EachAsync(
            catalog,
            nodes,
            batch,
            problems.Add,
            (site, node, kind) => Build(catalog, site, node, kind, batch, arrived.GetValueOrDefault(new OverlayItem(node.Name, kind))?.Record),
            cancellationToken);
        _good.Keep(
            from problem in problems
            where _builds.ContainsKey((problem.Node, problem.Kind))
            select (new OverlayItem(problem.Node, problem.Kind), _builds[(problem.Node, problem.Kind)]));
        return [.. problems];
    }

    /// <summary>Builds those archives for which nothing has to be rendered.</summary>
    /// <returns>The others.</returns>
    public async Task<IReadOnlyList<OverlayItem>> BuildKeptAsync(Catalog catalog, IReadOnlyList<EffectiveNode> nodes, CancellationToken cancellationToken)
    {
        var lacking = new ConcurrentBag<OverlayItem>();
        using var batch = _blobs.Begin(OverlayStore.FileName);
        await EachAsync(catalog, nodes, batch, problem => lacking.Add(new OverlayItem(problem.Node, problem.Kind)), Kept, cancellationToken);
        return [.. lacking];

        (OverlayBuild, OverlayRecord?)? Kept(OverlaySite site, EffectiveNode node, OverlayKind kind)
        {
            var (before, record) = Before(node, kind);
            if (_builder.TryBuild(new OverlayContext(site, node), _sets.Of(catalog, node, kind), before, batch, record) is { } build)
            {
                return (build, record);
            }

            lacking.Add(new OverlayItem(node.Name, kind));
            return null;
        }
    }

    /// <summary>A node's overlays where they are built for a revision; nothing where they are not, or are not for that revision.</summary>
    public OverlayBuild? Ready(Catalog catalog, OverlayItem item)
    {
        try
        {
            return catalog.Index.Find(item.Node) is { } node ? Current(catalog, _sites.Of(catalog), node, item.Kind) : null;
        }
        catch (WarewulfException)
        {
            // Whoever builds them is told.
            return null;
        }
    }

    /// <summary>Takes over what templates became on another head for every node.</summary>
    /// <param name="catalog">The revision.</param>
    /// <param name="nodes">Nodes that have those templates.</param>
    /// <param name="records">What the templates became.</param>
    public void Take(Catalog catalog, IEnumerable<EffectiveNode> nodes, IEnumerable<SharedRecord> records)
    {
        var byTemplate = records.ToLookup(record => record.Template);
        var site = _sites.Of(catalog);
        foreach (var node in byTemplate.Count > 0 ? nodes : [])
        {
            foreach (var kind in OverlayKinds.All)
            {
                try
                {
                    _builder.Take(site, _sets.Of(catalog, node, kind), byTemplate);
                }
                catch (WarewulfException)
                {
                    // Whoever builds them is told.
                }
            }
        }
    }

    /// <summary>Keeps what was built since the last time for the next start of the head.</summary>
    public void Save()
    {
        var unsaved = _unsaved.ToArray();
        _records.Save([.. unsaved.Select(pair => (pair.Key.Node, pair.Key.Kind, pair.Value))]);
        foreach (var pair in unsaved)
        {
            _unsaved.TryRemove(pair);
        }

        _records.Save(Shared.TakeUnsaved());
    }

    /// <summary>The last archive that could be built, or nothing.</summary>
    public ArtifactRef? LastGood(NodeName node, OverlayKind kind)
    {
        try
        {
            return _builds.GetValueOrDefault((node, kind)) is { } build
                ? IsThere(build) ? Artifact(build, kind) : null
                : _good.Find(new OverlayItem(node, kind)) is { Segments: { } segments } archive && segments.All(IsThere) ? archive : null;
        }
        catch (WarewulfException)
        {
            // A store that takes nothing gives nothing; why is told already.
            return null;
        }
    }

    /// <summary>The last build of a node's overlays, or nothing.</summary>
    public OverlayBuild? LastBuild(NodeName node, OverlayKind kind) => _builds.GetValueOrDefault((node, kind));

    /// <summary>The blobs of all archives.</summary>
    public IEnumerable<ArtifactDigest> ListBlobs() =>
        _builds.Values.SelectMany(build => build.Recipe.Segments).Select(segment => segment.Digest).Concat(_good.ListBlobs());

    /// <summary>Forgets a node that is no more.</summary>
    public void Forget(NodeName node)
    {
        foreach (var kind in OverlayKinds.All)
        {
            _looked.TryRemove((node, kind), out _);
            _builds.TryRemove((node, kind), out _);
            _unsaved.TryRemove((node, kind), out _);
        }

        _good.Release(OverlayKinds.All.Select(kind => new OverlayItem(node, kind)));

        _records.Forget(node);
    }

    /// <inheritdoc/>
    public void Dispose() => _workers.Dispose();

    /// <summary>What nodes and edges are told of a build.</summary>
    internal static ArtifactRef Artifact(OverlayBuild build, OverlayKind kind) => ArtifactRef.Of(build.Recipe, OverlayKinds.FileName(kind));

    private bool IsThere(OverlayBuild build) => build.Recipe.Segments.All(IsThere);

    private bool IsThere(RecipeSegment segment) => _blobs.Use(segment.Digest, segment.Length, null);

    // Whether the archive there is may be handed out costs next to nothing to find out, so it is found out each time.
    private OverlayBuild? Current(Catalog catalog, OverlaySite site, EffectiveNode node, OverlayKind kind)
    {
        var key = (node.Name, kind);
        if (!_builds.TryGetValue(key, out var before) || !ReferenceEquals(before.Context.Node, node) || !ReferenceEquals(before.Set, _sets.Of(catalog, node, kind))
            || _builder.Renew(before.Context.Site == site ? before.Context : new OverlayContext(site, node), before.Set, before) is not { } renewed)
        {
            return null;
        }

        if (!ReferenceEquals(renewed, before))
        {
            _builds[key] = renewed;
            Shared.Note(renewed);
        }

        return renewed;
    }

    private async Task EachAsync(
        Catalog catalog, IReadOnlyList<EffectiveNode> nodes, BlobBatch batch, Action<OverlayProblem> failed,
        Func<OverlaySite, EffectiveNode, OverlayKind, (OverlayBuild, OverlayRecord?)?> build, CancellationToken cancellationToken)
    {
        var site = _sites.Of(catalog);
        var built = new ConcurrentBag<((NodeName, OverlayKind) Key, OverlayBuild Build, OverlayRecord? Record)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(nodes, options, (node, _) =>
        {
            foreach (var kind in OverlayKinds.All)
            {
                try
                {
                    if (Current(catalog, site, node, kind) is null && build(site, node, kind) is var (made, record))
                    {
                        built.Add(((node.Name, kind), made, record));
                    }
                }
                catch (WarewulfException e)
                {
                    failed(new OverlayProblem(node.Name, kind, e));
                }
            }

            return ValueTask.CompletedTask;
        });
        batch.Commit();
        foreach (var (key, made, record) in built)
        {
            Publish(key, made, record);
        }

        _good.Release(built.Select(made => new OverlayItem(made.Key.Item1, made.Key.Item2)));
        Save();
    }

    private (OverlayBuild Build, OverlayRecord? Record) Build(
        Catalog catalog, OverlaySite site, EffectiveNode node, OverlayKind kind, ISegmentStore segments, OverlayRecord? arrived)
    {
        var (before, record) = Before(node, kind);
        return (_builder.Build(new OverlayContext(site, node), _sets.Of(catalog, node, kind), before, segments, arrived ?? record), record);
    }

    private (OverlayBuild? Build, OverlayRecord? Record) Before(EffectiveNode node, OverlayKind kind) =>
        _builds.TryGetValue((node.Name, kind), out var build) ? (build, null) : (null, _records.Find(node.Name, kind));

    private void Publish((NodeName Node, OverlayKind Kind) key, OverlayBuild build, OverlayRecord? record)
    {
        // One that gives what the last one gave is kept already.
        var isKept = _builds.TryGetValue(key, out var last) ? last.HasSameOwn(build) : record?.Gave(build) == true;
        if (!isKept)
        {
            _unsaved[key] = build;
        }

        _builds[key] = build;
        Shared.Note(build);
    }

    private async Task<ArtifactRef> BuildAsync(Catalog catalog, OverlaySite site, EffectiveNode node, OverlayKind kind)
    {
        var key = (node.Name, kind);
        await _workers.WaitAsync();
        try
        {
            return await Task.Run(() =>
            {
                using var batch = _blobs.Begin(OverlayKinds.FileName(kind));
                var (build, record) = Build(catalog, site, node, kind, batch, null);
                batch.Commit();
                if (!IsThere(build))
                {
                    // What nodes have in common was removed since it was packed.
                    _builds.TryRemove(key, out _);
                    _builder.Forget(site);
                    (build, record) = Build(catalog, site, node, kind, batch, null);
                    batch.Commit();
                }

                Publish(key, build, record);
                _good.Release([new OverlayItem(node.Name, kind)]);
                return Artifact(build, kind);
            });
        }
        finally
        {
            _workers.Release();
        }
    }

    private sealed record Looked(OverlaySite Site, EffectiveNode Node, Lazy<Task<ArtifactRef>> Artifact)
    {
        public bool IsOf(OverlaySite site, EffectiveNode node) => ReferenceEquals(Site, site) && ReferenceEquals(Node, node);
    }
}
