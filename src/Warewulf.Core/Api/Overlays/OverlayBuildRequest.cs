namespace Warewulf.Core.Api.Overlays;

/// <summary>Renders the overlays of nodes.</summary>
/// <param name="Hosts">The nodes, as hostlists.</param>
public sealed record OverlayBuildRequest(IReadOnlyList<string> Hosts);
