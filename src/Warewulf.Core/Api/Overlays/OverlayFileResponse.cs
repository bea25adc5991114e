using Warewulf.Core.Overlays;

namespace Warewulf.Core.Api.Overlays;

/// <summary>One file of an overlay.</summary>
/// <param name="Revision">The catalog revision it was read from, for <see cref="ChangeRequest.Seen"/>.</param>
/// <param name="Overlay">The overlay.</param>
/// <param name="File">The file.</param>
/// <param name="Content">Its content; of a link what it leads to inside the overlay.</param>
public sealed record OverlayFileResponse(long Revision, OverlayName Overlay, OverlayFileView File, byte[] Content);
