using System.ComponentModel.DataAnnotations;

namespace Warewulf.Core.Images;

/// <summary>How an image is built.</summary>
public sealed record ImageTreeBuildOptions
{
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

    /// <summary>Told now and then how far the build is; called on the building thread. Default: nobody.</summary>
    public IProgress<ImageTreeProgress>? Progress { get; init; }
}
