using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Catalogs;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Catalogs;

/// <summary>Keeps the catalog whole in the store now and then, so that a start has little to replay. Nobody waits for it.</summary>
internal sealed partial class CheckpointWriter : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CatalogService _catalog;
    private readonly ICatalogStore _store;
    private readonly ILogger<CheckpointWriter> _logger;
    private readonly Task _loop;

    /// <summary>Starts it.</summary>
    public CheckpointWriter(CatalogService catalog, ICatalogStore store, ILogger<CheckpointWriter> logger)
    {
        _catalog = catalog;
        _store = store;
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
        for (var seen = 0L; await _catalog.WaitForAsync(seen, Timeout.InfiniteTimeSpan, _stop.Token) is { } catalog; seen = catalog.Revision)
        {
            try
            {
                await SaveIfDueAsync(catalog);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                // Tried again after the next commit; until then starts take longer.
                LogNotSaved(catalog.Revision, e.Message, e is WarewulfException ? null : e);
            }
        }
    }

    private async Task SaveIfDueAsync(Catalog catalog)
    {
        var debt = await _store.ReadDebtAsync(_stop.Token);
        if (debt.IsDue && debt.Revision < catalog.Revision)
        {
            var content = CheckpointCodec.Write(catalog);
            await _store.SaveCheckpointAsync(catalog.Revision, content, _stop.Token);
            LogSaved(catalog.Revision, content.Length, debt.Changes);
        }
    }
}
