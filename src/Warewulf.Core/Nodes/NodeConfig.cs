namespace Warewulf.Core.Nodes;

/// <summary>A node as the admin declared it, before profiles are merged in.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Settings">What was declared on the node itself.</param>
public sealed record NodeConfig(NodeName Name, NodeSettings Settings);
