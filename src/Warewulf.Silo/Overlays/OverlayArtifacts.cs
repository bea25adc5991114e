using System.Collections.Concurrent;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Silo.Blobs;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// The overlay archives of nodes. One is rendered when it is first asked for and again when its node's revision, this machine's
/// addresses or the distribution's overlays changed; however many ask at once, it is rendered once. A template error is kept
/// as an archive is.
/// </summary>
internal sealed class OverlayArtifacts : IDisposable
{
    private readonly ConcurrentDictionary<(NodeName Node, OverlayKind Kind), Rendered> _rendered = new();
    private readonly ConcurrentDictionary<(NodeName Node, OverlayKind Kind), ArtifactRef> _good = new();
    private readonly SemaphoreSlim _workers = new(Environment.ProcessorCount);
    private readonly OverlayRenderer _renderer;
    private readonly OverlaySource _source;
    private readonly OverlaySites _sites;
    private readonly OverlayWatch _watch;
    private readonly BlobStore _blobs;

    public OverlayArtifacts(OverlayRenderer renderer, OverlaySource source, OverlaySites sites, OverlayWatch watch, BlobStore blobs)
    {
        _renderer = renderer;
        _source = source;
        _sites = sites;
        _watch = watch;
        _blobs = blobs;
    }

    /// <summary>The archive of one kind for one node.</summary>
    /// <exception cref="WarewulfException">An overlay is missing or a template fails; the message names which, where and for whom.</exception>
    public async Task<ArtifactRef> GetAsync(Catalog catalog, EffectiveNode node, OverlayKind kind, CancellationToken cancellationToken)
    {
        var stamp = (_sites.Stamp(catalog), _watch.Stamp());
        var key = (node.Name, kind);
        var entry = _rendered.AddOrUpdate(
            key,
            _ => new Rendered(stamp, Start(catalog, node, kind)),
            (_, current) => current.Stamp == stamp && IsFinal(current.Artifact.Value) ? current : new Rendered(stamp, Start(catalog, node, kind)));
        var artifact = await entry.Artifact.Value.WaitAsync(cancellationToken);
        _good[key] = artifact;
        return artifact;
    }

    /// <summary>The last archive that could be rendered, or nothing.</summary>
    public ArtifactRef? LastGood(NodeName node, OverlayKind kind) => _good.GetValueOrDefault((node, kind));

    /// <summary>Forgets a node that is no more.</summary>
    public void Forget(NodeName node)
    {
        foreach (var kind in Enum.GetValues<OverlayKind>())
        {
            _rendered.TryRemove((node, kind), out _);
            _good.TryRemove((node, kind), out _);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _workers.Dispose();

    // A template with an error stays wrong until somebody changes something; a full disk may be empty the next time.
    private static bool IsFinal(Task<ArtifactRef> artifact) =>
        !artifact.IsFaulted || artifact.Exception.InnerException is WarewulfException { Code: ApiErrorCode.Invalid };

    private Lazy<Task<ArtifactRef>> Start(Catalog catalog, EffectiveNode node, OverlayKind kind) => new(() => RenderAsync(catalog, node, kind));

    private async Task<ArtifactRef> RenderAsync(Catalog catalog, EffectiveNode node, OverlayKind kind)
    {
        await _workers.WaitAsync();
        try
        {
            var names = kind == OverlayKind.System ? node.Settings.SystemOverlays : node.Settings.RuntimeOverlays;
            using var archive = new MemoryStream();
            var context = new OverlayContext(_sites.Of(catalog), node);
            await Task.Run(() =>
            {
                var overlays = OverlaySet.Load(_source.Of(catalog), [.. (names ?? []).Select(OverlayName.Parse)], node.Name);
                _renderer.Render(context, overlays).WriteTo(archive);
            });
            var file = kind == OverlayKind.System ? "__SYSTEM__.img.gz" : "__RUNTIME__.img.gz";
            return await _blobs.PutAsync(file, gzip: true, archive.GetBuffer().AsMemory(0, (int)archive.Length));
        }
        finally
        {
            _workers.Release();
        }
    }

    private sealed record Rendered((string Site, long Files) Stamp, Lazy<Task<ArtifactRef>> Artifact);
}
