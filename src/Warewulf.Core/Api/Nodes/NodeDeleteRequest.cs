namespace Warewulf.Core.Api.Nodes;

/// <summary>Removes nodes.</summary>
/// <param name="Hosts">The nodes, as hostlists.</param>
public sealed record NodeDeleteRequest(IReadOnlyList<string> Hosts)
{
    /// <summary>Who asks, for the catalog's history.</summary>
    public string? Author { get; init; }
}
