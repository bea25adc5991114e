namespace Warewulf.Core.Api.Overlays;

/// <summary>Overlays: those of the distribution first, then those that only the site has.</summary>
/// <param name="Revision">The catalog revision they were read from.</param>
/// <param name="Overlays">The overlays.</param>
public sealed record OverlayListResponse(long Revision, IReadOnlyList<OverlayView> Overlays);
