using System.ComponentModel.DataAnnotations;
using Warewulf.Core.Images.Recipes;

namespace Warewulf.Core.Images;

/// <summary>How an image is built.</summary>
public sealed record ImageTreeBuildOptions
{
    /// <summary>Files changed this shortly before <see cref="ScannedAt"/> may change again without their times telling.</summary>
    public static readonly TimeSpan ClockGranularity = TimeSpan.FromSeconds(2);

    /// <summary>What to leave out. Default: null, which reads the image's own list (<see cref="ImageTreeExcludes.FilePath"/>).</summary>
    public ImageTreeExcludes? Excludes { get; init; }

    /// <summary>
    /// The effort of compression, 1 (fastest) to 9 (smallest). Default: 6. An image is built once and sent to every node, so size
    /// counts more than seconds.
    /// </summary>
    [Range(1, 9)]
    public int CompressionLevel { get; init; } = 6;

    /// <summary>
    /// Whether the first member is the root directory as <c>.</c>, always root's own with mode 0755. Default: true, because the root of a
    /// kernel's initial file system is otherwise a tmpfs that everybody may write to (mode 1777).
    /// </summary>
    public bool IncludeRoot { get; init; } = true;

    /// <summary>How many threads compress. Default: one for each processor, 16 at most. Each takes up to 20 MB.</summary>
    [Range(1, 64)]
    public int Workers { get; init; } = Math.Min(16, Environment.ProcessorCount);

    /// <summary>What the build before remembered. Default: nothing, and the image is built from scratch.</summary>
    public ImageBuildIndex? Before { get; init; }

    /// <summary>
    /// The time by the clock of the tree's file system, taken before the call. Default: none, and the next build takes nothing over from this
    /// one, because no file can be known to have been at rest.
    /// </summary>
    public DateTimeOffset? ScannedAt { get; init; }

    /// <summary>Told now and then how far the build is; called on any building thread, one at a time. Default: nobody.</summary>
    public IProgress<ImageTreeProgress>? Progress { get; init; }
}
