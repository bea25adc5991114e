using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

/// <summary>Adds the rate to what a build reports.</summary>
internal sealed class ImageBuildMeter(IProgress<ImageBuildProgress> progress, TimeProvider time) : IProgress<ImageTreeProgress>
{
    private long? _began;

    public void Report(ImageTreeProgress value)
    {
        var seconds = time.GetElapsedTime(_began ??= time.GetTimestamp()).TotalSeconds;
        progress.Report(new ImageBuildProgress(value.Bytes, value.TotalBytes, seconds > 0 ? value.Bytes / seconds : 0));
    }
}
