using System.Collections.Concurrent;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Grains.Hosting;

/// <summary>The grains of one type that are in memory, and the way in which their calls are run.</summary>
internal sealed class GrainDirectory<TContract, TGrain, TState>(GrainHost host, GrainType<TContract, TGrain, TState> type)
    : IGrainDirectory, IGrainRunner<TGrain>
    where TContract : class
    where TGrain : class
    where TState : class
{
    // Room is made for a tenth of the limit at once, so that the search for the least recently used is paid by many calls.
    private const int Share = 10;

    private readonly ConcurrentDictionary<string, Activation<TContract, TGrain, TState>> _activations = new(StringComparer.Ordinal);
    private readonly Lock _evicting = new();
    private int _count;

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public object Refer(string key) => type.Refer(new GrainCaller<TGrain>(this, key));

    /// <inheritdoc/>
    public async Task<TResult> RunAsync<TArgument, TResult>(
        string key, Func<TGrain, TArgument, CancellationToken, Task<TResult>> call, TArgument argument, CancellationToken cancellationToken)
    {
        var activation = await EnterAsync(key, cancellationToken);
        var frame = CallFrame.Begin(activation);
        try
        {
            for (var attempt = 1; attempt <= host.Options.MaxAttempts; attempt++)
            {
                try
                {
                    var grain = await activation.ReadyAsync(host.Options.StateFreshFor, cancellationToken);
                    var result = await call(grain, argument, cancellationToken);
                    if (activation.Outcome != SaveOutcome.LostRace)
                    {
                        return result;
                    }
                }
                catch (Exception e) when (activation.Outcome == SaveOutcome.LostRace && e is not OutOfMemoryException)
                {
                    // Whatever the call made of the lost race: it decided on a state that is not the stored one.
                }

                activation.Discard();
                host.ReportConflict(type.Name, key, attempt);
            }

            host.ReportBusy(type.Name, key);
            throw new WarewulfException(
                ApiErrorCode.Busy, $"The {type.Name} '{key}' is being changed by too many at once. Try again in a moment.");
        }
        finally
        {
            if (activation.Outcome != SaveOutcome.Current)
            {
                activation.Discard();
            }

            frame.End();
            activation.Exit();
        }
    }

    /// <inheritdoc/>
    public void Sweep()
    {
        var gone = 0;
        foreach (var (_, activation) in _activations)
        {
            if (host.Time.GetElapsedTime(activation.LastUsed) >= host.Options.IdleAfter && TryRetire(activation))
            {
                gone++;
            }
        }

        host.ReportEviction(type.Name, gone);
    }

    /// <inheritdoc/>
    public async Task DrainAsync()
    {
        foreach (var (_, activation) in _activations)
        {
            while (!TryRetire(activation) && await activation.Calls.EnterAsync(CancellationToken.None))
            {
                activation.Calls.Exit();
            }
        }
    }

    private async ValueTask<Activation<TContract, TGrain, TState>> EnterAsync(string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            host.ThrowIfStopping();
            var activation = Find(key);
            if (CallFrame.IsInside(activation))
            {
                throw new InvalidOperationException(
                    $"The {type.Name} '{key}' is called from its own call, directly or through another grain, and would wait for itself for ever.");
            }

            if (await activation.Calls.EnterAsync(cancellationToken))
            {
                return activation;
            }

            // It was let go between being found and being entered; whoever closed it may not have taken it out yet.
            Remove(activation);
        }
    }

    private Activation<TContract, TGrain, TState> Find(string key)
    {
        while (true)
        {
            if (_activations.TryGetValue(key, out var found))
            {
                return found;
            }

            var fresh = new Activation<TContract, TGrain, TState>(type, key, host);
            if (_activations.TryAdd(key, fresh))
            {
                if (Interlocked.Increment(ref _count) > host.Options.MaxActivations)
                {
                    MakeRoom(fresh);
                }

                return fresh;
            }
        }
    }

    private void MakeRoom(Activation<TContract, TGrain, TState> fresh)
    {
        lock (_evicting)
        {
            var surplus = Count - host.Options.MaxActivations;
            if (surplus <= 0)
            {
                return;
            }

            surplus += host.Options.MaxActivations / Share;
            var gone = 0;
            foreach (var (activation, _) in _activations.Select(entry => (entry.Value, entry.Value.LastUsed)).OrderBy(pair => pair.LastUsed))
            {
                if (gone == surplus)
                {
                    break;
                }

                if (!ReferenceEquals(activation, fresh) && TryRetire(activation))
                {
                    gone++;
                }
            }

            host.ReportEviction(type.Name, gone);
        }
    }

    private bool TryRetire(Activation<TContract, TGrain, TState> activation)
    {
        if (!activation.Calls.TryClose())
        {
            return false;
        }

        Remove(activation);
        return true;
    }

    private void Remove(Activation<TContract, TGrain, TState> activation)
    {
        if (_activations.TryRemove(KeyValuePair.Create(activation.Key, activation)))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
