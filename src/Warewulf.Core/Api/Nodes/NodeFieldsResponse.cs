namespace Warewulf.Core.Api.Nodes;

/// <summary>The values that nodes have in effect, and where each comes from.</summary>
/// <param name="Revision">The catalog revision they were read from.</param>
/// <param name="Nodes">The nodes, sorted by name.</param>
public sealed record NodeFieldsResponse(long Revision, IReadOnlyList<NodeFieldsView> Nodes);
