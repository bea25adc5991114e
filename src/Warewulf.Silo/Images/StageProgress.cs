using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

/// <summary>Tells whoever waits for an image how far work on its tree is.</summary>
/// <param name="stage">What is done, in a word.</param>
/// <param name="target">Who waits.</param>
internal sealed class StageProgress(string stage, IProgress<ImageProgress> target) : IProgress<ImageTreeProgress>
{
    /// <summary>Tells of a stage; nothing when nobody waits.</summary>
    public static StageProgress? Of(string stage, IProgress<ImageProgress>? target) => target is null ? null : new StageProgress(stage, target);

    /// <inheritdoc/>
    public void Report(ImageTreeProgress value) =>
        target.Report(new ImageProgress(stage, value.Bytes, value.TotalBytes, value.Entries, value.TotalEntries));
}
