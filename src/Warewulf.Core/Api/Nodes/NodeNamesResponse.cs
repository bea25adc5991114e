namespace Warewulf.Core.Api.Nodes;

/// <summary>The names of all nodes, in order.</summary>
/// <param name="Revision">The catalog revision they were read from.</param>
/// <param name="Names">The names.</param>
public sealed record NodeNamesResponse(long Revision, IReadOnlyList<string> Names);
