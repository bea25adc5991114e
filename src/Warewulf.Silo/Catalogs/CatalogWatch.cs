using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Catalogs;

/// <summary>
/// Brings what other heads commit into this head's memory. The store tells of commits; because a connection can break without either end
/// noticing, or be refused while others work, the store is also asked from time to time.
/// </summary>
internal sealed partial class CatalogWatch : IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ListenAgainAfter = TimeSpan.FromSeconds(1);

    // One waiting notice stands for any number: who follows it reads all there is.
    private readonly Channel<bool> _notices = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly CatalogService _catalog;
    private readonly ICatalogStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<CatalogWatch> _logger;
    private readonly ITimer _asking;
    private readonly Task _loops;
    private volatile bool _isListening;

    /// <summary>Starts it.</summary>
    public CatalogWatch(CatalogService catalog, ICatalogStore store, TimeProvider time, ILogger<CatalogWatch> logger)
    {
        _catalog = catalog;
        _store = store;
        _time = time;
        _logger = logger;
        _asking = time.CreateTimer(_ => _notices.Writer.TryWrite(true), null, AskEvery, AskEvery);
        _loops = Task.WhenAll(Task.Run(ListenAsync), Task.Run(FollowAsync));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _asking.DisposeAsync();
        await _stop.CancelAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        var wasDeaf = false;
        while (true)
        {
            try
            {
                await _store.WatchAsync(revision => Hear(revision, wasDeaf), _stop.Token);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                if (_isListening || !wasDeaf)
                {
                    LogDeaf(e.Message, e is WarewulfException ? null : e);
                }

                wasDeaf = true;
                _isListening = false;
            }

            await Task.Delay(ListenAgainAfter, _time, _stop.Token);
        }
    }

    private async Task FollowAsync()
    {
        var wasBehind = false;
        await foreach (var _ in _notices.Reader.ReadAllAsync(_stop.Token))
        {
            try
            {
                await _catalog.CatchUpAsync(_stop.Token);
                wasBehind = false;
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                if (wasBehind)
                {
                    continue;
                }

                wasBehind = true;
                LogBehind(_catalog.Current.Revision, e.Message, e is WarewulfException ? null : e);
            }
        }
    }

    private void Hear(long revision, bool wasDeaf)
    {
        if (!_isListening && wasDeaf)
        {
            LogListening(revision);
        }

        _isListening = true;
        if (revision > _catalog.Current.Revision)
        {
            _notices.Writer.TryWrite(true);
        }
    }
}
