namespace Warewulf.Core.Api.Overlays;

/// <summary>The names of the overlays that the answering head has, those of the site and of the distribution, in order.</summary>
/// <param name="Names">The names.</param>
public sealed record OverlayNamesResponse(IReadOnlyList<string> Names);
