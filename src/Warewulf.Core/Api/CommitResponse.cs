using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Catalogs;

namespace Warewulf.Core.Api;

/// <summary>The outcome of a change to the catalog.</summary>
/// <param name="Revision">The revision that holds the change; the current one when nothing changed, or when nothing was to be done yet.</param>
/// <param name="Changed">The names of what changed, in the order given.</param>
/// <param name="Warnings">What the admin should know although the change was made.</param>
public sealed record CommitResponse(long Revision, IReadOnlyList<string> Changed, IReadOnlyList<string> Warnings)
{
    /// <summary>What the change does to each value; what is the same on several is told once.</summary>
    public IReadOnlyList<DiffGroup> Differences { get; init => field = value ?? []; } = [];

    /// <summary>How many nodes boot another image, or another build of one, from their next boot on. Told of what would be done.</summary>
    public int OtherImage { get; init; }

    /// <summary>What the change does to files of nodes' overlays, where that was asked for.</summary>
    public IReadOnlyList<RenderedDifference> Rendered { get; init => field = value ?? []; } = [];
}
