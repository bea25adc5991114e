using Warewulf.Core.Boot;
using Warewulf.Core.Leases;

namespace Warewulf.Core.Api.Nodes;

/// <summary>How nodes are.</summary>
/// <param name="Now">The head's time, so that ages can be computed.</param>
/// <param name="Nodes">The nodes, sorted by name.</param>
/// <param name="Discovered">Machines that asked to boot and belong to no node, latest first; empty when particular nodes were asked for.</param>
public sealed record NodeStatusResponse(DateTimeOffset Now, IReadOnlyList<NodeStatus> Nodes, IReadOnlyList<DiscoveredMachine> Discovered);
