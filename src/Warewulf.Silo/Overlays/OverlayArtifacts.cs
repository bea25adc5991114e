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

    public OverlayArtifacts(OverlayBuilder builder, OverlaySets sets, OverlaySites sites, BlobStore blobs, OverlayRecords records)
    {
        _builder = builder;
        _sets = sets;
        _sites = sites;
        _blobs = blobs;
        _records = records;
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

    /// <summary>Builds the archives of many nodes whose archives are not as they should be, and stores them with few syncs.</summary>
    /// <param name="catalog">The revision.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What could not be built, and why.</returns>
    public async Task<IReadOnlyList<OverlayProblem>> BuildAsync(Catalog catalog, IReadOnlyList<EffectiveNode> nodes, CancellationToken cancellationToken)
    {
        var site = _sites.Of(catalog);
        var problems = new ConcurrentBag<OverlayProblem>();
        var built = new ConcurrentBag<((NodeName, OverlayKind) Key, OverlayBuild Build)>();
        using var batch = _blobs.Begin(OverlayStore.FileName);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(nodes, options, (node, _) =>
        {
            foreach (var kind in OverlayKinds.All)
            {
                try
                {
                    if (Current(catalog, site, node, kind) is null)
                    {
                        built.Add(((node.Name, kind), Build(catalog, site, node, kind, batch)));
                    }
                }
                catch (WarewulfException e)
                {
                    problems.Add(new OverlayProblem(node.Name, kind, e));
                }
            }

            return ValueTask.CompletedTask;
        });
        batch.Commit();
        foreach (var (key, build) in built)
        {
            Publish(key, build);
        }

        Save();
        return [.. problems];
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
    }

    /// <summary>The last archive that could be built, or nothing.</summary>
    public ArtifactRef? LastGood(NodeName node, OverlayKind kind)
    {
        try
        {
            return _builds.GetValueOrDefault((node, kind)) is { } build && IsThere(build) ? Artifact(build, kind) : null;
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
    public IEnumerable<ArtifactDigest> ListBlobs() => _builds.Values.SelectMany(build => build.Recipe.Segments).Select(segment => segment.Digest);

    /// <summary>Forgets a node that is no more.</summary>
    public void Forget(NodeName node)
    {
        foreach (var kind in OverlayKinds.All)
        {
            _looked.TryRemove((node, kind), out _);
            _builds.TryRemove((node, kind), out _);
            _unsaved.TryRemove((node, kind), out _);
        }

        _records.Forget(node);
    }

    /// <inheritdoc/>
    public void Dispose() => _workers.Dispose();

    private static ArtifactRef Artifact(OverlayBuild build, OverlayKind kind) => ArtifactRef.Of(build.Recipe, OverlayKinds.FileName(kind));

    private bool IsThere(OverlayBuild build) => build.Recipe.Segments.All(segment => _blobs.Use(segment.Digest, segment.Length, null));

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
        }

        return renewed;
    }

    private OverlayBuild Build(Catalog catalog, OverlaySite site, EffectiveNode node, OverlayKind kind, ISegmentStore segments)
    {
        var before = _builds.GetValueOrDefault((node.Name, kind));
        return _builder.Build(
            new OverlayContext(site, node), _sets.Of(catalog, node, kind), before, segments, before is null ? _records.Find(node.Name, kind) : null);
    }

    private void Publish((NodeName Node, OverlayKind Kind) key, OverlayBuild build)
    {
        // One that gives what the last one gave is kept already.
        if (!_builds.TryGetValue(key, out var last) || !ReferenceEquals(last.Own, build.Own))
        {
            _unsaved[key] = build;
        }

        _builds[key] = build;
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
                var build = Build(catalog, site, node, kind, batch);
                batch.Commit();
                if (!IsThere(build))
                {
                    // What nodes have in common was removed since it was packed.
                    _builds.TryRemove(key, out _);
                    _builder.Forget(site);
                    build = Build(catalog, site, node, kind, batch);
                    batch.Commit();
                }

                Publish(key, build);
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
