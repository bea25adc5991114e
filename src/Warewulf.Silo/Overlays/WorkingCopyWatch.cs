using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Overlays.Files;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// Keeps the working copy of overlays in step: looks every second whether anything in the directory or in the catalog is another than at the
/// last look, and syncs when the directory has been quiet for a moment. It looks rather than listens, because network file systems tell
/// nobody, and an edit that is not heard of is an edit that is lost.
/// </summary>
internal sealed partial class WorkingCopyWatch : IAsyncDisposable
{
    /// <summary>How often it looks.</summary>
    internal static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long nothing may have changed before what is there is taken for finished.</summary>
    internal static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    // Something in the directory may be written to all the time; the rest does not wait for it.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly OverlayWorkingCopy _copy;
    private readonly CatalogService _catalog;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkingCopyWatch> _logger;
    private Task _loop = Task.CompletedTask;
    private object? _syncedFor;
    private long _synced;
    private long _last;
    private long _quietSince;
    private long _tried;
    private long? _editedSince;
    private bool _isApart;

    public WorkingCopyWatch(OverlayWorkingCopy copy, CatalogService catalog, TimeProvider time, ILogger<WorkingCopyWatch> logger)
    {
        _copy = copy;
        _catalog = catalog;
        _time = time;
        _logger = logger;
    }

    /// <summary>Commits what was edited while no head ran, then goes on in the background.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await TrySyncAsync(cancellationToken);
        _loop = Task.Run(RunAsync, CancellationToken.None);
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
        while (true)
        {
            await Task.Delay(LookEvery, _time, _stop.Token);
            if (IsDue(Stamp()))
            {
                await TrySyncAsync(_stop.Token);
            }
        }
    }

    private bool IsDue(long stamp)
    {
        if (stamp != _last)
        {
            (_last, _quietSince) = (stamp, _time.GetTimestamp());
        }

        if (stamp != _synced)
        {
            var edited = _editedSince ??= _time.GetTimestamp();
            return _time.GetElapsedTime(_quietSince) >= Settled || _time.GetElapsedTime(edited) >= LongestWait;
        }

        var isRetry = _isApart || !_copy.Has(_catalog.Current);
        return !ReferenceEquals(_catalog.Current.Overlays, _syncedFor) || (isRetry && _time.GetElapsedTime(_tried) >= RetryEvery);
    }

    private async Task TrySyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Taken before: what is edited during the sync is seen at the next look.
            (_synced, _syncedFor) = (Stamp(), _catalog.Current.Overlays);
            (_tried, _editedSince) = (_time.GetTimestamp(), null);
            await _copy.SyncAsync(cancellationToken);
            if (_isApart)
            {
                LogTogether(_copy.Location);
            }

            _isApart = false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isApart)
            {
                LogApart(_copy.Location, RetryEvery.TotalSeconds, e.Message, e is WarewulfException ? null : e);
            }

            _isApart = true;
        }
    }

    private long Stamp()
    {
        try
        {
            return OverlayStamp.Of(_copy.Location);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
