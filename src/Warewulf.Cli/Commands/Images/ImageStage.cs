using Warewulf.Cli.Output;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary>What is shown while work on an image goes on. Reports come from the thread that listens to the head.</summary>
/// <param name="what">The work.</param>
/// <param name="time">The clock that rates are measured by.</param>
internal sealed class ImageStage(string what, TimeProvider time)
{
    private readonly Lock _gate = new();
    private TransferRate _rate = new(time);
    private ImageProgress? _latest;

    /// <summary>The work, how far it is, how fast it goes and how long the rest takes, as far as that is known.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return _latest is { } latest ? $"{what}: {Line.Clean(latest.Stage)}{Amount(latest)}{Speed(latest)}" : what;
            }
        }
    }

    /// <summary>Takes what the head says.</summary>
    public void Report(ImageProgress progress)
    {
        lock (_gate)
        {
            if (progress.Stage != _latest?.Stage)
            {
                _rate = new TransferRate(time);
            }

            _rate.Add(IsOfFiles(progress) ? progress.Entries : progress.Bytes);
            _latest = progress;
        }
    }

    // A step that reads no content is as far as the files it has looked at.
    private static bool IsOfFiles(ImageProgress progress) => progress is { Bytes: 0, TotalBytes: 0, Entries: > 0 };

    private static string Amount(ImageProgress progress) => progress switch
    {
        { TotalBytes: > 0 } => $" {Units.Bytes(progress.Bytes)} of {Units.Bytes(progress.TotalBytes)}",
        { Bytes: > 0 } => $" {Units.Bytes(progress.Bytes)}",
        { Entries: > 0, TotalEntries: > 0 } => $" {progress.Entries} of {progress.TotalEntries} files",
        { Entries: > 0 } => $" {progress.Entries} files",
        _ => "",
    };

    private string Speed(ImageProgress progress)
    {
        if (_rate.PerSecond() is not { } rate)
        {
            return "";
        }

        var speed = IsOfFiles(progress) ? $", {rate:0} files/s" : $", {Units.Bytes((long)rate)}/s";
        var total = IsOfFiles(progress) ? progress.TotalEntries : progress.TotalBytes;
        return total > 0 && _rate.Left(total) is { } left ? $"{speed}, {Units.Age(left)} left" : speed;
    }
}
