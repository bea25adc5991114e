using System.Collections.Immutable;
using System.Net;
using Warewulf.Core.Collections;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Catalogs;

/// <summary>
/// What is computed once per revision: merged nodes, and whose a hardware address, an IP address or a BMC is. A change to some nodes
/// costs what those nodes cost; one to profiles costs all.
/// </summary>
public sealed class CatalogIndex
{
    private readonly LayeredMap<NodeName, EffectiveNode> _nodes;
    private readonly LayeredMap<MacAddress, EffectiveNode> _byMac;
    private readonly LayeredMap<IPAddress, EffectiveNode> _byAddress;
    private readonly LayeredMap<(IPAddress Address, string Port), EffectiveNode> _byController;
    private readonly Lazy<EffectiveNode[]> _all;
    private readonly Lazy<ImmutableArray<EffectiveNode>> _inOrder;
    private readonly Lazy<Dictionary<ImageReference, int>> _imageUsers;

    private CatalogIndex(
        Catalog catalog,
        NodeMerger merger,
        LayeredMap<NodeName, EffectiveNode> nodes,
        LayeredMap<MacAddress, EffectiveNode> byMac,
        LayeredMap<IPAddress, EffectiveNode> byAddress,
        LayeredMap<(IPAddress Address, string Port), EffectiveNode> byController,
        IReadOnlyList<AddressClash> clashes)
    {
        Merger = merger;
        Clashes = clashes;
        _nodes = nodes;
        _byMac = byMac;
        _byAddress = byAddress;
        _byController = byController;
        var names = catalog.Nodes;
        _all = new Lazy<EffectiveNode[]>(() => [.. names.Keys.Select(name => Find(name)!)]);

        // They are in the order of their names, and the sort keeps it among those of one cluster.
        _inOrder = new Lazy<ImmutableArray<EffectiveNode>>(
            () => [.. _all.Value.OrderBy(node => node.Settings.ClusterName ?? "", StringComparer.Ordinal)]);
        _imageUsers = new Lazy<Dictionary<ImageReference, int>>(() => CountReferences(_all.Value));
    }

    /// <summary>Knows the profiles of this revision.</summary>
    public NodeMerger Merger { get; }

    /// <summary>The merged nodes by cluster name, then node name: the order in which templates see them.</summary>
    public ImmutableArray<EffectiveNode> InOrder => _inOrder.Value;

    /// <summary>All merged nodes, by name.</summary>
    public IReadOnlyCollection<EffectiveNode> Nodes => _all.Value;

    /// <summary>What the change that made this revision gave to a node although another has it; a committed revision has none.</summary>
    internal IReadOnlyList<AddressClash> Clashes { get; }

    /// <summary>Finds a merged node.</summary>
    public EffectiveNode? Find(NodeName name) => _nodes.TryGetValue(name, out var node) ? node : null;

    /// <summary>Finds the node that has a hardware address on any of its devices.</summary>
    public EffectiveNode? Find(MacAddress mac) => _byMac.TryGetValue(mac, out var node) ? node : null;

    /// <summary>Finds the node that has an IP address on any of its devices.</summary>
    internal EffectiveNode? HolderOf(IPAddress address) => _byAddress.TryGetValue(address, out var node) ? node : null;

    /// <summary>How many nodes boot an image, whichever build of it.</summary>
    public int CountUsers(ImageName image) => _imageUsers.Value.Where(users => users.Key.Name == image).Sum(users => users.Value);

    /// <summary>How many nodes boot a build: those that name it, and of the current one also those that name the image alone.</summary>
    public int CountUsers(ImageConfig image, ImageBuild build)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(build);
        var users = _imageUsers.Value;
        return users.GetValueOrDefault(new ImageReference(image.Name, build.Generation))
            + (image.Build?.Generation == build.Generation ? users.GetValueOrDefault(new ImageReference(image.Name)) : 0);
    }

    /// <summary>Merges all nodes of a catalog.</summary>
    internal static CatalogIndex Build(Catalog catalog)
    {
        var profiles = catalog.Profiles.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal);
        var merger = new NodeMerger(profiles.GetValueOrDefault);
        var declared = catalog.Nodes.Values.ToArray();
        var merged = new EffectiveNode[declared.Length];
        Parallel.For(0, declared.Length, i => merged[i] = merger.Merge(declared[i]));
        var nodes = new Dictionary<NodeName, EffectiveNode>(merged.Length);
        var claims = new AddressClaims(merged.Sum(node => node.NetworkDevices.Count));
        foreach (var node in merged)
        {
            nodes.Add(node.Name, node);
            claims.Add(node);
        }

        return new CatalogIndex(
            catalog,
            merger,
            new LayeredMap<NodeName, EffectiveNode>(nodes),
            new LayeredMap<MacAddress, EffectiveNode>(claims.Macs!),
            new LayeredMap<IPAddress, EffectiveNode>(claims.Addresses!),
            new LayeredMap<(IPAddress, string), EffectiveNode>(claims.Controllers!),
            claims.Clashes);
    }

    // What names no image at all is nobody's.
    private static Dictionary<ImageReference, int> CountReferences(EffectiveNode[] nodes)
    {
        var users = new Dictionary<ImageReference, int>();
        foreach (var (text, count) in nodes.CountBy(node => node.Settings.ImageName ?? ""))
        {
            if (ImageReference.TryParse(text, null, out var reference))
            {
                users[reference] = users.GetValueOrDefault(reference) + count;
            }
        }

        return users;
    }

    /// <summary>The index of a catalog that differs from this one's in some nodes.</summary>
    internal CatalogIndex Change(Catalog catalog, IReadOnlyCollection<NodeName> touched)
    {
        var claims = new AddressClaims(touched.Count)
        {
            HolderOfMac = Find,
            HolderOfAddress = HolderOf,
            HolderOfController = controller => _byController.TryGetValue(controller, out var node) ? node : null,
        };
        var nodes = new Dictionary<NodeName, EffectiveNode?>(touched.Count);
        foreach (var name in touched)
        {
            nodes.Add(name, catalog.Nodes.TryGetValue(name, out var node) ? Merger.Merge(node) : null);
            claims.Remove(Find(name));
        }

        // What all of them give up is free before any of them takes something: nodes may swap addresses.
        foreach (var node in nodes.Values.OfType<EffectiveNode>().OrderBy(node => node.Name))
        {
            claims.Add(node);
        }

        return new CatalogIndex(
            catalog, Merger, _nodes.With(nodes), _byMac.With(claims.Macs), _byAddress.With(claims.Addresses), _byController.With(claims.Controllers), claims.Clashes);
    }
}
