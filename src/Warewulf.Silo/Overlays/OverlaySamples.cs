using Warewulf.Core.Nodes;

namespace Warewulf.Silo.Overlays;

/// <summary>A few nodes that have every overlay there is between them: with theirs all is rendered that is the same for every node.</summary>
internal static class OverlaySamples
{
    /// <summary>Finds them.</summary>
    public static IReadOnlyList<EffectiveNode> Of(IReadOnlyList<EffectiveNode> nodes)
    {
        var lists = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var overlays = new HashSet<string>(StringComparer.Ordinal);
        var samples = new List<EffectiveNode>();
        foreach (var node in nodes)
        {
            var known = overlays.Count;

            // Nodes of one profile have one list between them.
            foreach (var names in OverlayKinds.All.Select(kind => OverlayKinds.Texts(node, kind)).Where(lists.Add))
            {
                overlays.UnionWith(names);
            }

            if (overlays.Count > known)
            {
                samples.Add(node);
            }
        }

        return samples;
    }
}
