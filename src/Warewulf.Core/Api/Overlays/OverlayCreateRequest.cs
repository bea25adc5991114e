using Warewulf.Core.Overlays;

namespace Warewulf.Core.Api.Overlays;

/// <summary>Makes an empty overlay of the site.</summary>
/// <param name="Name">Its name.</param>
public sealed record OverlayCreateRequest(OverlayName Name) : ChangeRequest;
