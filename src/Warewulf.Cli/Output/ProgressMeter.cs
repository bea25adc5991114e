using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Output;

/// <summary>Puts into words how far a head says it is.</summary>
internal sealed class ProgressMeter(TimeProvider time)
{
    private volatile string _text = "";
    private string? _stage;
    private long _since;

    /// <summary>The words, with a blank in front; nothing while nothing is known.</summary>
    public string Text => _text;

    /// <summary>Takes what the head says.</summary>
    public void Take(ImageProgress progress)
    {
        if (_stage != progress.Stage)
        {
            (_stage, _since) = (progress.Stage, time.GetTimestamp());
        }

        var of = progress.TotalBytes > 0 ? $" of {Units.Bytes(progress.TotalBytes)}" : "";
        var seconds = time.GetElapsedTime(_since).TotalSeconds;
        var rate = seconds >= 1 ? $" at {Units.Bytes((long)(progress.Bytes / seconds))}/s" : "";
        _text = progress.Bytes > 0 ? $": {progress.Stage} {Units.Bytes(progress.Bytes)}{of}{rate}" : $": {progress.Stage}";
    }
}
