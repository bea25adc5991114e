using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Api.Overlays;

/// <summary>Makes a directory of an overlay, and those it lies in.</summary>
/// <param name="Name">The overlay.</param>
/// <param name="Path">The path on a node.</param>
/// <param name="Mode">The permission bits.</param>
public sealed record OverlayDirectoryRequest(OverlayName Name, BytePath Path, uint Mode) : ChangeRequest;
