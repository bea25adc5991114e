using Warewulf.Core.Overlays;

namespace Warewulf.Core.Api.Overlays;

/// <summary>An overlay and what it puts on nodes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSite">Whether it is the site's own, not the distribution's.</param>
/// <param name="Path">Its directory on the answering head.</param>
/// <param name="Files">Its files, a directory before its content.</param>
public sealed record OverlayView(OverlayName Name, bool IsSite, string Path, IReadOnlyList<OverlayFileView> Files);
