using Warewulf.Core;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;

namespace Warewulf.Grains.Nodes;

/// <summary>One node: what it is to boot, what it booted and how far it got. The key is the node's name.</summary>
public interface INodeGrain
{
    /// <summary>
    /// What the node is to boot now. Asking again changes nothing, and nothing is stored as long as the answer is the same. The answer
    /// is given even when it cannot be stored.
    /// </summary>
    /// <exception cref="WarewulfException">The node does not exist, or its state cannot be read.</exception>
    Task<BootPlan> PlanAsync(PlanRequest request, CancellationToken cancellationToken);

    /// <summary>Takes note of what edges saw. The same events may come again, late and in any order. When this returns they are stored.</summary>
    Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken);

    /// <summary>How the node is.</summary>
    Task<NodeStatus> StatusAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sets what the next boot, and only that, does differently; nothing takes it back. It is used up when a boot begins its script with
    /// it, and that boot goes on with it to its end. When this returns it is stored.
    /// </summary>
    Task SetNextBootAsync(NextBoot? next, CancellationToken cancellationToken);

    /// <summary>What was set for the next boot and not yet used.</summary>
    Task<NextBoot?> NextBootAsync(CancellationToken cancellationToken);

    /// <summary>Forgets everything, because the node was removed from the catalog.</summary>
    Task ForgetAsync(CancellationToken cancellationToken);
}
