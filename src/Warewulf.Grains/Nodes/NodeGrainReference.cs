using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Nodes;

/// <summary>Passes calls on to a node's grain.</summary>
internal sealed class NodeGrainReference(GrainCaller<NodeGrain> grain) : INodeGrain
{
    /// <inheritdoc/>
    public Task<BootPlan> PlanAsync(PlanRequest request, CancellationToken cancellationToken) =>
        grain.RunAsync(static (node, request, cancellation) => node.PlanAsync(request, cancellation), request, cancellationToken);

    /// <inheritdoc/>
    public Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken) =>
        grain.RunAsync(static (node, events, cancellation) => node.ReportAsync(events, cancellation), events, cancellationToken);

    /// <inheritdoc/>
    public Task<NodeStatus> StatusAsync(CancellationToken cancellationToken) =>
        grain.RunAsync(static (node, _, cancellation) => node.StatusAsync(cancellation), 0, cancellationToken);

    /// <inheritdoc/>
    public Task SetNextBootAsync(NextBoot? next, CancellationToken cancellationToken) =>
        grain.RunAsync(static (node, next, cancellation) => node.SetNextBootAsync(next, cancellation), next, cancellationToken);

    /// <inheritdoc/>
    public Task<NextBoot?> NextBootAsync(CancellationToken cancellationToken) =>
        grain.RunAsync(static (node, _, cancellation) => node.NextBootAsync(cancellation), 0, cancellationToken);

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken cancellationToken) =>
        grain.RunAsync(static (node, _, cancellation) => node.ForgetAsync(cancellation), 0, cancellationToken);
}
