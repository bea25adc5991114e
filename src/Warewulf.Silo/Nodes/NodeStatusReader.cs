using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Nodes;
using Warewulf.Grains.Segments;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Segments;

namespace Warewulf.Silo.Nodes;

/// <summary>Reads how nodes are: a few by asking their grains, many in one read of the store.</summary>
internal sealed class NodeStatusReader
{
    /// <summary>Up to how many nodes are asked one by one.</summary>
    private const int Few = 64;

    private readonly CatalogService _catalog;
    private readonly SnapshotService _snapshots;
    private readonly IGrains _grains;
    private readonly NodeStates _states;
    private readonly TimeProvider _time;

    public NodeStatusReader(CatalogService catalog, SnapshotService snapshots, IGrains grains, NodeStates states, TimeProvider time)
    {
        _catalog = catalog;
        _snapshots = snapshots;
        _grains = grains;
        _states = states;
        _time = time;
    }

    /// <summary>Reads the named nodes; all nodes and the unknown machines when none are named.</summary>
    public async Task<NodeStatusResponse> ReadAsync(IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var catalog = _catalog.Current;
        if (hosts.Count > 0)
        {
            IReadOnlyList<NodeName> names = [.. NodeService.Existing(catalog, hosts).Order()];
            var some = names.Count > Few
                ? await LoadAsync(names, cancellationToken)
                : await Task.WhenAll(names.Select(name => _grains.Get<INodeGrain>(name.ToString()).StatusAsync(cancellationToken)));
            return new NodeStatusResponse(_time.GetUtcNow(), some, []);
        }

        var all = await LoadAsync(catalog.Nodes.Keys, cancellationToken);
        return new NodeStatusResponse(_time.GetUtcNow(), all, await DiscoveredAsync(catalog.Index.Find, cancellationToken));
    }

    private async Task<IReadOnlyList<NodeStatus>> LoadAsync(IEnumerable<NodeName> names, CancellationToken cancellationToken)
    {
        var stored = await _states.LoadAllAsync(cancellationToken);
        return [.. names.Select(name => stored.GetValueOrDefault(name) ?? new NodeStatus(name, NodeBootState.Unseen))];
    }

    private async Task<IReadOnlyList<DiscoveredMachine>> DiscoveredAsync(
        Func<MacAddress, EffectiveNode?> find, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(_snapshots.Current.Segments.Select(segment =>
            _grains.Discovery(segment.Name).ListAsync(cancellationToken)));
        return [.. found.SelectMany(machines => machines).Where(machine => find(machine.Mac) is null).OrderByDescending(machine => machine.LastSeen)];
    }
}
