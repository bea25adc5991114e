using System.Runtime.CompilerServices;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
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
    /// <summary>
    /// The nodes that were ever heard of; those not in the answer are <see cref="NodeBootState.Unseen"/>. So are those whose stored state
    /// cannot be read, with that as a problem.
    /// </summary>
    /// <exception cref="WarewulfException">The storage does not answer.</exception>
    public async Task<IReadOnlyDictionary<NodeName, NodeStatus>> LoadAllAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var nodes = new Dictionary<NodeName, NodeStatus>();
        await foreach (var stored in store.LoadAllAsync(NodeGrain.TypeName, cancellationToken))
        {
            // A key that is no name is no node's, so nobody asks for it.
            if (NodeName.TryParse(stored.Key, null, out var name))
            {
                nodes[name] = stored.Read(GrainJsonContext.Default.NodeState, out _) is { } state ? Read(name, state, now, options) : Unreadable(name);
            }
        }

        return nodes;
    }

    /// <summary>The content that nodes were last told to boot; what many boot comes many times.</summary>
    /// <exception cref="WarewulfException">The storage does not answer.</exception>
    public async IAsyncEnumerable<ArtifactDigest> LoadAssignedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in store.LoadAllAsync(NodeGrain.TypeName, cancellationToken))
        {
            foreach (var digest in stored.Read(GrainJsonContext.Default.NodeState, out _)?.Assigned?.ListDigests() ?? [])
            {
                yield return digest;
            }
        }
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

    /// <summary>The status of a node whose stored state cannot be read.</summary>
    internal static NodeStatus Unreadable(NodeName name) => new(name, NodeBootState.Unseen)
    {
        Problems =
        [
            $"The stored state of node '{name}' cannot be read and counts as empty: another version wrote it, or it was damaged. "
            + "It is replaced when the node boots.",
        ],
    };
}
