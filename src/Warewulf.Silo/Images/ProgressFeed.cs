using System.Threading.Channels;
using Warewulf.Core.Api.Images;

namespace Warewulf.Silo.Images;

/// <summary>Tells how far work is at a pace that somebody can follow: only the latest is of interest to whoever looks four times a second.</summary>
internal static class ProgressFeed
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Does the work, and returns when it has ended.</summary>
    /// <param name="work">The work, which ends itself when it is cancelled.</param>
    /// <param name="tell">Told how far it is, one call at a time.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the telling.</param>
    public static async Task<ImageResponse> RunAsync(
        Func<IProgress<ImageProgress>, Task<ImageResponse>> work, Func<ImageProgress, Task> tell, TimeProvider time, CancellationToken cancellationToken)
    {
        var latest = Channel.CreateBounded<ImageProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var running = RunAsync(work, latest.Writer);
        try
        {
            await foreach (var progress in latest.Reader.ReadAllAsync(cancellationToken))
            {
                await tell(progress);
                await Task.WhenAny(running, Task.Delay(Pause, time, cancellationToken));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The work notices it too; until it has ended its lock is held and its files are there.
        }

        return await running;
    }

    private static async Task<ImageResponse> RunAsync(Func<IProgress<ImageProgress>, Task<ImageResponse>> work, ChannelWriter<ImageProgress> latest)
    {
        try
        {
            return await work(new Latest(latest));
        }
        finally
        {
            latest.Complete();
        }
    }

    private sealed class Latest(ChannelWriter<ImageProgress> writer) : IProgress<ImageProgress>
    {
        public void Report(ImageProgress value) => writer.TryWrite(value);
    }
}
