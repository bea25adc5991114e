using Microsoft.Extensions.Logging;
using Warewulf.Core;

namespace Warewulf.Silo.Blobs;

/// <summary>Removes what nothing names once a day, slowly.</summary>
internal sealed partial class BlobUpkeep : IAsyncDisposable
{
    /// <summary>A start has better things to do.</summary>
    internal static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(15);

    internal static readonly TimeSpan Every = TimeSpan.FromDays(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly BlobCollector _collector;
    private readonly TimeProvider _time;
    private readonly ILogger<BlobUpkeep> _logger;
    private readonly Task _loop;

    /// <summary>Starts it.</summary>
    public BlobUpkeep(BlobCollector collector, TimeProvider time, ILogger<BlobUpkeep> logger)
    {
        _collector = collector;
        _time = time;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        for (var wait = FirstAfter; ; wait = Every)
        {
            await Task.Delay(wait, _time, _stop.Token);
            try
            {
                await _collector.CollectAsync(dryRun: false, stop => Task.Delay(Pause, _time, stop), _stop.Token);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                LogNotCollected(e.Message, e is WarewulfException ? null : e);
            }
        }
    }
}
