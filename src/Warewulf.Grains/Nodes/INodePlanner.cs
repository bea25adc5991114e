using Warewulf.Core;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;

namespace Warewulf.Grains.Nodes;

/// <summary>Works out from the catalog what a node is to boot.</summary>
public interface INodePlanner
{
    /// <summary>Plans one boot. It is asked on every request of a booting node, so it does not wait for other nodes' work.</summary>
    /// <param name="node">The node.</param>
    /// <param name="next">What this boot does differently from the catalog; unset means nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">The node does not exist.</exception>
    Task<BootPlan> PlanAsync(NodeName node, NextBoot? next, CancellationToken cancellationToken);
}
