using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Nodes;

namespace Warewulf.Silo.Tests.Boot;

/// <summary>Grains of which one node's fails with whatever it is told.</summary>
internal sealed class FailingNodeGrains(IGrains inner, string node, Exception failure) : IGrains
{
    public TGrain Get<TGrain>(string key)
        where TGrain : class => typeof(TGrain) == typeof(INodeGrain) && key == node
            ? (TGrain)(object)new FailingNode(failure)
            : inner.Get<TGrain>(key);

    private sealed class FailingNode(Exception failure) : INodeGrain
    {
        public Task<BootPlan> PlanAsync(PlanRequest request, CancellationToken cancellationToken) => Task.FromException<BootPlan>(failure);

        public Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken) => Task.FromException(failure);

        public Task<NodeStatus> StatusAsync(CancellationToken cancellationToken) => Task.FromException<NodeStatus>(failure);

        public Task SetNextBootAsync(NextBoot? next, CancellationToken cancellationToken) => Task.FromException(failure);

        public Task<NextBoot?> NextBootAsync(CancellationToken cancellationToken) => Task.FromException<NextBoot?>(failure);

        public Task ForgetAsync(CancellationToken cancellationToken) => Task.FromException(failure);
    }
}
