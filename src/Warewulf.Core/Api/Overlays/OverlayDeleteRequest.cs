using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Api.Overlays;

/// <summary>Removes an overlay of the site, or a file of an overlay.</summary>
/// <param name="Name">The overlay.</param>
public sealed record OverlayDeleteRequest(OverlayName Name) : ChangeRequest
{
    /// <summary>The file or directory; unset for the whole overlay.</summary>
    public BytePath? Path { get; init; }

    /// <summary>Whether it goes although something is in it, or nodes use it.</summary>
    public bool Force { get; init; }

    /// <summary>Whether directories that are empty then go too.</summary>
    public bool Parents { get; init; }
}
