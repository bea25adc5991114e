using System.Collections.Immutable;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Catalogs;

/// <summary>What is computed once per revision: merged nodes, and whose a hardware or IPv4 address is.</summary>
public sealed class CatalogIndex
{
    private readonly EffectiveNode[] _all;
    private readonly Dictionary<NodeName, EffectiveNode> _nodes;
    private readonly Dictionary<MacAddress, EffectiveNode> _byMac;
    private readonly Lazy<ImmutableArray<EffectiveNode>> _inOrder;
    private readonly Lazy<Dictionary<string, int>> _imageUsers;

    private CatalogIndex(EffectiveNode[] all, Dictionary<NodeName, EffectiveNode> nodes, Dictionary<MacAddress, EffectiveNode> byMac)
    {
        _all = all;
        _nodes = nodes;
        _byMac = byMac;

        // They are in the order of their names, and the sort keeps it among those of one cluster.
        _inOrder = new Lazy<ImmutableArray<EffectiveNode>>(
            () => [.. all.OrderBy(node => node.Settings.ClusterName ?? "", StringComparer.Ordinal)]);
        _imageUsers = new Lazy<Dictionary<string, int>>(
            () => all.CountBy(node => node.Settings.ImageName ?? "").ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>The merged nodes by cluster name, then node name: the order in which templates see them.</summary>
    public ImmutableArray<EffectiveNode> InOrder => _inOrder.Value;

    /// <summary>All merged nodes, by name.</summary>
    public IReadOnlyCollection<EffectiveNode> Nodes => _all;

    /// <summary>Finds a merged node.</summary>
    public EffectiveNode? Find(NodeName name) => _nodes.GetValueOrDefault(name);

    /// <summary>Finds the node that has a hardware address on any of its devices.</summary>
    public EffectiveNode? Find(MacAddress mac) => _byMac.GetValueOrDefault(mac);

    /// <summary>How many nodes boot an image.</summary>
    public int CountUsers(ImageName image) => _imageUsers.Value.GetValueOrDefault(image.ToString());

    /// <summary>Merges the nodes of a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="earlier">The index of an earlier catalog with the same profiles; a node declared as it was there is taken over.</param>
    internal static CatalogIndex Build(Catalog catalog, CatalogIndex? earlier)
    {
        var profiles = catalog.Profiles.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal);
        var all = new List<EffectiveNode>(catalog.Nodes.Count);
        var nodes = new Dictionary<NodeName, EffectiveNode>(catalog.Nodes.Count);
        var byMac = new Dictionary<MacAddress, EffectiveNode>(catalog.Nodes.Count);
        foreach (var (name, node) in catalog.Nodes)
        {
            var merged = earlier?.Find(name) is { } known && ReferenceEquals(known.Config, node)
                ? known
                : NodeMerger.Merge(node, profiles.GetValueOrDefault);
            all.Add(merged);
            nodes.Add(name, merged);
            foreach (var (_, device) in merged.NetworkDevices)
            {
                if (device.Hwaddr is { } mac)
                {
                    byMac[mac] = merged;
                }
            }
        }

        return new CatalogIndex([.. all], nodes, byMac);
    }
}
