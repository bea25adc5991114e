using Warewulf.Core.Nodes;

namespace Warewulf.Core.Api.Nodes;

/// <summary>A node with its profiles merged in.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Settings">The merged settings.</param>
public sealed record NodeView(NodeName Name, NodeSettings Settings);
