using Warewulf.Cli.Output;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary>What is shown while work on an image goes on. Reports come from the thread that listens to the head.</summary>
/// <param name="what">The work.</param>
internal sealed class ImageStage(string what)
{
    private volatile ImageProgress? _latest;

    /// <summary>The work, and how far it is.</summary>
    public string Text => _latest is { } latest ? $"{what}: {Line.Clean(latest.Stage)}{Amount(latest)}" : what;

    /// <summary>Takes what the head says.</summary>
    public void Report(ImageProgress progress) => _latest = progress;

    private static string Amount(ImageProgress progress) => progress switch
    {
        { TotalBytes: > 0 } => $" {Units.Bytes(progress.Bytes)} of {Units.Bytes(progress.TotalBytes)}",
        { Bytes: > 0 } => $" {Units.Bytes(progress.Bytes)}",
        _ => "",
    };
}
