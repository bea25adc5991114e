using Warewulf.Core.Nodes;

namespace Warewulf.Core.Api.Overlays;

/// <summary>How a file came into one archive of overlays.</summary>
/// <param name="Archive"><c>system</c> or <c>runtime</c>.</param>
/// <param name="Overlay">The overlay it is of.</param>
/// <param name="Source">The file of the overlay that made it.</param>
/// <param name="IsSite">Whether the overlay is the site's own, not the distribution's.</param>
/// <param name="IsTemplate">Whether it was rendered.</param>
/// <param name="IsOwn">Whether it is this node's own, and not the same for every node.</param>
public sealed record OverlayTrace(string Archive, string Overlay, string Source, bool IsSite, bool IsTemplate, bool IsOwn)
{
    /// <summary>Overlays that have the file too, and give way to this one.</summary>
    public IReadOnlyList<string> Hidden { get; init => field = value ?? []; } = [];

    /// <summary>The values of the node that its template read, and who set each; secrets are masked.</summary>
    public IReadOnlyList<FieldOrigin> Fields { get; init => field = value ?? []; } = [];

    /// <summary>What else of the data its template read, as templates write it: <c>.AllNodes[*].Id</c>, <c>.Ipaddr</c>.</summary>
    public IReadOnlyList<string> Reads { get; init => field = value ?? []; } = [];

    /// <summary>Files that its template read, with where they are: <c>file /etc/passwd</c>, <c>image rocky9//etc/passwd</c>.</summary>
    public IReadOnlyList<string> Inputs { get; init => field = value ?? []; } = [];
}
