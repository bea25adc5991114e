namespace Warewulf.Grains.Hosting;

/// <summary>One grain in memory: the queue of its calls, its state and, once a call needed it, the object itself.</summary>
internal sealed class Activation<TContract, TGrain, TState>(
    GrainType<TContract, TGrain, TState> type, string key, GrainHost host)
    where TContract : class
    where TGrain : class
    where TState : class
{
    private readonly GrainState<TContract, TGrain, TState> _state = new(type, key, host);
    private TGrain? _grain;
    private long _lastUsed = host.Time.GetTimestamp();

    /// <summary>Which grain.</summary>
    public string Key { get; } = key;

    /// <summary>The calls.</summary>
    public CallQueue Calls { get; } = new();

    /// <summary>What became of the saves of the current call.</summary>
    public SaveOutcome Outcome => _state.Outcome;

    /// <summary>When the last call ended, as a time stamp of the clock.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>The grain, with its state read.</summary>
    public async ValueTask<TGrain> ReadyAsync(TimeSpan? freshFor, CancellationToken cancellationToken)
    {
        if (await _state.RefreshAsync(freshFor, cancellationToken))
        {
            _grain = null;
        }

        return _grain ??= type.Create(new GrainContext<TState>(Key, _state));
    }

    /// <summary>Forgets the grain and its state; both are made anew for the next call.</summary>
    public void Discard()
    {
        _grain = null;
        _state.Discard();
    }

    /// <summary>Ends a call.</summary>
    public void Exit()
    {
        Volatile.Write(ref _lastUsed, host.Time.GetTimestamp());
        Calls.Exit();
    }
}
