using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Api.Overlays;

/// <summary>Changes permissions or owner of a file or directory of an overlay; what is unset stays.</summary>
/// <param name="Name">The overlay.</param>
/// <param name="Path">The path on a node.</param>
public sealed record OverlayAttributesRequest(OverlayName Name, BytePath Path) : ChangeRequest
{
    /// <summary>The permission bits.</summary>
    public uint? Mode { get; init; }

    /// <summary>The numeric owner.</summary>
    public uint? Uid { get; init; }

    /// <summary>The numeric group.</summary>
    public uint? Gid { get; init; }
}
