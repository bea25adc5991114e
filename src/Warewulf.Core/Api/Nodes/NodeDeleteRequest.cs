namespace Warewulf.Core.Api.Nodes;

/// <summary>Removes nodes.</summary>
/// <param name="Hosts">The nodes, as hostlists.</param>
public sealed record NodeDeleteRequest(IReadOnlyList<string> Hosts) : ChangeRequest;
