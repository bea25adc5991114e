using System.Collections.Concurrent;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;

namespace Warewulf.Silo.Overlays;

/// <summary>The lists of overlays that nodes have, each looked up once for as long as nothing in its overlays changes.</summary>
internal sealed class OverlaySets(OverlayRenderer renderer, OverlaySource source, OverlayWatch watch)
{
    private readonly ConcurrentDictionary<string, Looked> _sets = new(StringComparer.Ordinal);

    /// <summary>The overlays of one kind that a node has in a revision. The same object as long as they are the same.</summary>
    /// <exception cref="Core.WarewulfException">NotFound: one of them does not exist. Others: it cannot be read.</exception>
    public OverlaySet Of(Catalog catalog, EffectiveNode node, OverlayKind kind)
    {
        var key = $"{OverlayKinds.Word(kind)}/{string.Join('/', OverlayKinds.Texts(node, kind))}";
        var stamp = watch.Stamp();
        if (_sets.TryGetValue(key, out var known) && known.IsOf(catalog, stamp))
        {
            return known.Set;
        }

        var set = Load(catalog, node, kind);
        if (known is not null && known.Set.Trees.Select(tree => tree.Digest).SequenceEqual(set.Trees.Select(tree => tree.Digest)))
        {
            set = known.Set;
        }

        _sets[key] = new Looked(catalog.Overlays, stamp, set);
        return set;
    }

    /// <summary>The same, looked up anew and not kept: for revisions that are not in force.</summary>
    /// <exception cref="Core.WarewulfException">As of <see cref="Of"/>.</exception>
    public OverlaySet Load(Catalog catalog, EffectiveNode node, OverlayKind kind) =>
        renderer.Load(source.Of(catalog), OverlayKinds.Names(node, kind), node.Name).WithAttributesAt(OverlayKinds.AttributeList(kind));

    private sealed record Looked(object Overlays, long Stamp, OverlaySet Set)
    {
        public bool IsOf(Catalog catalog, long stamp) => ReferenceEquals(Overlays, catalog.Overlays) && Stamp == stamp;
    }
}
