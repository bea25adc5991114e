using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Nodes;
using Warewulf.Grains.Segments;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Segments;

namespace Warewulf.Silo.Nodes;

/// <summary>Wipes out what heads remember of nodes beside the catalog, when nodes come and go.</summary>
internal sealed partial class NodeTraces
{
    // Enough to fill a batch of the store, and not a task for each of many thousand nodes at once.
    private const int AtOnce = 256;

    private readonly IGrains _grains;
    private readonly OverlayArtifacts _overlays;
    private readonly SnapshotService _snapshots;
    private readonly ILogger<NodeTraces> _logger;

    public NodeTraces(IGrains grains, OverlayArtifacts overlays, SnapshotService snapshots, ILogger<NodeTraces> logger)
    {
        _grains = grains;
        _overlays = overlays;
        _snapshots = snapshots;
        _logger = logger;
    }

    /// <summary>Forgets the boots and the archives of nodes that are not in the catalog: a node that is given their name later is another.</summary>
    /// <exception cref="WarewulfException">The storage does not answer.</exception>
    public Task ForgetAsync(IEnumerable<NodeName> names) => Parallel.ForEachAsync(
        names,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (name, _) =>
        {
            _overlays.Forget(name);
            await _grains.Get<INodeGrain>(name.ToString()).ForgetAsync(CancellationToken.None);
        });

    /// <summary>As <see cref="ForgetAsync"/> for nodes that were deleted just now, which they are whether or not this succeeds.</summary>
    /// <returns>What the admin should know.</returns>
    public async Task<IReadOnlyList<string>> ForgetDeletedAsync(IEnumerable<NodeName> names)
    {
        try
        {
            await ForgetAsync(names);
            return [];
        }
        catch (WarewulfException e)
        {
            return [$"The nodes were deleted; their past boots are forgotten when nodes of these names are added again: {e.Message}"];
        }
    }

    /// <summary>Takes a machine off the lists of unknown ones, because it has become a node. It is not worth failing for.</summary>
    public async Task AdoptAsync(MacAddress mac)
    {
        try
        {
            await Task.WhenAll(_snapshots.Current.Segments.Select(segment =>
                _grains.Discovery(segment.Name).ForgetAsync(mac, CancellationToken.None)));
        }
        catch (WarewulfException e)
        {
            LogNotAdopted(mac, e.Message);
        }
    }
}
