using Warewulf.Core.Nodes;

namespace Warewulf.Core.Api.Heads;

/// <summary>
/// One head asks another for what it made of overlays, so as not to make the same. The answer is a stream of frames: results of templates, and archives.
/// </summary>
/// <param name="Revision">The revision of which they are wanted, or any later one.</param>
/// <param name="System">The nodes whose system overlays are wanted.</param>
/// <param name="Runtime">The nodes whose runtime overlays are wanted.</param>
public sealed record OverlayShareRequest(long Revision, IReadOnlyList<NodeName> System, IReadOnlyList<NodeName> Runtime)
{
    /// <summary>The most archives of one kind, and the most results, that a request names.</summary>
    public const int Most = 8192;

    /// <summary>Whether to wait until the head has them for that revision; else it sends what it has, of whichever revision. Default: no.</summary>
    public bool Wait { get; init; }

    /// <summary>The results that the asking head knows; those of other templates that are the same for every node are wanted. Unset: none are wanted.</summary>
    public IReadOnlyList<string>? Known { get; init; }
}
