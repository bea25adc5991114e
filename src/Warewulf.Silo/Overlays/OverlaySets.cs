using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Overlays;

/// <summary>The lists of overlays that nodes have, each looked up once for as long as nothing below the overlay directories changes.</summary>
internal sealed class OverlaySets(OverlayRenderer renderer, OverlayWatch watch)
{
    private readonly ConcurrentDictionary<string, (long Stamp, OverlaySet Set)> _sets = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<OverlaySet, StrongBox<long>> _stamps = [];

    /// <summary>Whether overlays are still as they were looked up.</summary>
    public bool IsCurrent(OverlaySet set) => _stamps.TryGetValue(set, out var stamp) && stamp.Value == watch.Stamp();

    /// <summary>The overlays of one kind that a node has.</summary>
    /// <exception cref="Core.WarewulfException">NotFound: one of them does not exist. Others: it cannot be read.</exception>
    public OverlaySet Of(EffectiveNode node, OverlayKind kind)
    {
        var names = (kind == OverlayKind.System ? node.Settings.SystemOverlays : node.Settings.RuntimeOverlays) ?? [];
        var key = string.Join('/', names);
        var stamp = watch.Stamp();
        if (_sets.TryGetValue(key, out var known) && known.Stamp == stamp)
        {
            return known.Set;
        }

        var set = renderer.Load([.. names.Select(OverlayName.Parse)], node.Name);
        _sets[key] = (stamp, set);
        _stamps.Add(set, new StrongBox<long>(stamp));
        return set;
    }
}
