using System.Text.Json;
using Warewulf.Core;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Nodes;

/// <summary>Tells how nodes are from what is stored: all of them with one read, without bringing a single grain to life.</summary>
/// <param name="store">Where grains keep their state.</param>
/// <param name="options">When silence means that a node is lost.</param>
/// <param name="time">The clock.</param>
public sealed class NodeStates(IGrainStore store, BootTrackerOptions options, TimeProvider time)
{
    /// <summary>The nodes that were ever heard of; those not in the answer are <see cref="NodeBootState.Unseen"/>.</summary>
    /// <exception cref="WarewulfException">The storage does not answer, or a stored state is damaged.</exception>
    public async Task<IReadOnlyDictionary<NodeName, NodeStatus>> LoadAllAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var nodes = new Dictionary<NodeName, NodeStatus>();
        await foreach (var stored in store.LoadAllAsync(NodeGrain.TypeName, cancellationToken))
        {
            var name = NodeName.Parse(stored.Key);
            nodes[name] = Read(name, Parse(stored), now, options);
        }

        return nodes;
    }

    /// <summary>The status of one node from its state.</summary>
    internal static NodeStatus Read(NodeName name, NodeState state, DateTimeOffset now, BootTrackerOptions options)
    {
        var last = state.Boots is [var boot, ..] && boot.Stages is [.., var stage] ? stage : null;
        return new NodeStatus(name, BootTracker.StateOf(state.Boots, state.LastSeen, now, options))
        {
            Stage = last?.Stage,
            Detail = last?.Detail,
            LastSeen = state.LastSeen,
            Boots = state.Boots,
            Problems = state.Assigned?.Problems ?? [],
        };
    }

    private static NodeState Parse(StoredGrain stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored.Json.Span, GrainJsonContext.Default.NodeState) ?? NodeState.Empty;
        }
        catch (JsonException e)
        {
            throw new WarewulfException(
                Core.Api.ApiErrorCode.Internal, $"The stored state of node '{stored.Key}' cannot be read: it was written by another version, or damaged.", e);
        }
    }
}
