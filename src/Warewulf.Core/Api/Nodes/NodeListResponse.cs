namespace Warewulf.Core.Api.Nodes;

/// <summary>Nodes, sorted by name.</summary>
/// <param name="Revision">The catalog revision they were read from.</param>
/// <param name="Nodes">The nodes.</param>
public sealed record NodeListResponse(long Revision, IReadOnlyList<NodeView> Nodes);
