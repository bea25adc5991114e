using Microsoft.Extensions.Logging;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Nodes;

/// <summary>Puts node grains into a host, and finds them there.</summary>
public static class NodeGrains
{
    /// <summary>Adds the type.</summary>
    /// <param name="registry">Where it is added.</param>
    /// <param name="planner">Works out what nodes are to boot.</param>
    /// <param name="options">When a boot counts as another one, and silence as loss.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes the log.</param>
    public static GrainRegistry AddNodes(
        this GrainRegistry registry, INodePlanner planner, BootTrackerOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<NodeGrain>();
        return registry.Add(new GrainType<INodeGrain, NodeGrain, NodeState>(
            NodeGrain.TypeName,
            GrainJsonContext.Default.NodeState,
            NodeState.Empty,
            context => new NodeGrain(context, planner, options, time, logger),
            caller => new NodeGrainReference(caller)));
    }

    /// <summary>The grain of a node.</summary>
    public static INodeGrain Node(this IGrains grains, NodeName name) => grains.Get<INodeGrain>(name.ToString());
}
