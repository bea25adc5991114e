using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Heads;

namespace Warewulf.Silo.Overlays;

/// <summary>Which nodes' overlays fall to which head, in one revision and with the heads that are up.</summary>
internal sealed class OverlayShares
{
    private readonly ILookup<Guid, EffectiveNode> _nodes;

    /// <summary>Divides the nodes of a revision.</summary>
    public OverlayShares(Catalog catalog, HeadDivision heads)
    {
        Catalog = catalog;
        Heads = heads;
        Samples = heads.IsAlone ? [] : OverlaySamples.Of(catalog.Index.InOrder);
        var leader = heads.Leader?.Id ?? default;
        var samples = Samples.Select(node => node.Name).ToHashSet();
        _nodes = catalog.Index.InOrder.ToLookup(node =>
            heads.IsAlone ? default : samples.Contains(node.Name) ? leader : heads.Owner(node.Name.ToString())?.Id ?? default);
    }

    /// <summary>The revision.</summary>
    public Catalog Catalog { get; }

    /// <summary>The heads.</summary>
    public HeadDivision Heads { get; }

    /// <summary>Nodes that have all overlays between them. They fall to the leader, who makes with them what is the same for every node.</summary>
    public IReadOnlyList<EffectiveNode> Samples { get; }

    /// <summary>The nodes that fall to a head; null: to this one.</summary>
    public IEnumerable<EffectiveNode> Of(HeadRecord? head) => _nodes[head?.Id ?? default];
}
