using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Heads;

/// <summary>
/// Says in the database that this head is up, and knows which others are. Nothing is decided by it: who is up is asked for content, and whoever
/// does not answer is passed over.
/// </summary>
internal sealed partial class HeadRegistry : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PostgresHeadStore? _store;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly ILogger<HeadRegistry> _logger;
    private volatile IReadOnlyList<HeadRecord> _others = [];
    private IReadOnlyList<string> _addresses = [];
    private Task? _loop;
    private bool _isBlind;

    /// <summary>Makes it; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="store">Where heads are kept; nothing where there can be no other.</param>
    /// <param name="id">This process.</param>
    /// <param name="name">This head's name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public HeadRegistry(PostgresHeadStore? store, Guid id, string name, TimeProvider time, ILogger<HeadRegistry> logger)
    {
        _store = store;
        Id = id;
        _name = name;
        _time = time;
        _logger = logger;
        if (store is null)
        {
            _ready.SetResult();
        }
    }

    /// <summary>This process.</summary>
    public Guid Id { get; }

    /// <summary>The other heads, as they were some seconds ago.</summary>
    public IReadOnlyList<HeadRecord> Others => _others;

    /// <summary>Done when the others were looked for once.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Tells the others of this head, from now on until it is disposed.</summary>
    public async Task StartAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            return;
        }

        _addresses = addresses;
        if (addresses.Count == 0)
        {
            LogNoAddress();
        }
        else
        {
            LogAnnounced(string.Join(", ", addresses));
        }

        await BeatAsync(cancellationToken);
        _ready.TrySetResult();
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>The other heads as they are now; when the database does not answer, as they were.</summary>
    public async Task<IReadOnlyList<HeadRecord>> RefreshAsync(CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            await TryAsync(ReadAsync, cancellationToken);
        }

        return _others;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_loop is not { } loop)
        {
            return;
        }

        _loop = null;
        await _stop.CancelAsync();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        await TryAsync(stop => _store!.ForgetAsync(Id, stop), CancellationToken.None);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await Task.Delay(Every, _time, _stop.Token);
            await BeatAsync(_stop.Token);
        }
    }

    private Task BeatAsync(CancellationToken cancellationToken) => TryAsync(
        async stop =>
        {
            await _store!.AnnounceAsync(Id, _name, _addresses, stop);
            await ReadAsync(stop);
        },
        cancellationToken);

    private async Task ReadAsync(CancellationToken cancellationToken) =>
        _others = [.. (await _store!.ListAsync(cancellationToken)).Where(head => head.Id != Id)];

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            _isBlind = false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isBlind)
            {
                LogBlind(e.Message, e is WarewulfException ? null : e);
            }

            _isBlind = true;
        }
    }
}
