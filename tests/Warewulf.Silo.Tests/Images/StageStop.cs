using Warewulf.Core.Api.Images;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Somebody who gives up as soon as a stage is reported.</summary>
internal sealed class StageStop(string stage, CancellationTokenSource stop) : IProgress<ImageProgress>
{
    public void Report(ImageProgress value)
    {
        if (value.Stage == stage)
        {
            stop.Cancel();
        }
    }
}
