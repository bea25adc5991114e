using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Grains.Hosting;

/// <summary>
/// Runs grains inside this process: one call at a time for each, in the order of arrival, and different grains side by side. State is
/// read before the first call and stored by compare-and-swap, so several hosts may share one store.
/// </summary>
public sealed partial class GrainHost : IGrains, IAsyncDisposable
{
    private readonly Dictionary<Type, IGrainDirectory> _directories;
    // Grains leave memory and come back; an unreadable state is news only the first time. Versions are never given out twice.
    private readonly ConcurrentDictionary<(string Type, string Key), long> _unreadable = new();
    private readonly ILogger<GrainHost> _logger;
    private readonly ITimer _sweeper;
    private volatile bool _stopping;

    /// <summary>Starts a host. Grains come to life as they are called.</summary>
    /// <param name="registry">The grain types.</param>
    /// <param name="store">Where their state is kept; it outlives the host.</param>
    /// <param name="options">How many stay in memory, and for how long.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public GrainHost(GrainRegistry registry, IGrainStore store, GrainHostOptions options, TimeProvider time, ILogger<GrainHost> logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxActivations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxAttempts, 1);
        Store = store;
        Options = options;
        Time = time;
        _logger = logger;
        _directories = registry.Open(this);
        _sweeper = time.CreateTimer(static host => ((GrainHost)host!).Sweep(), this, options.SweepEvery, options.SweepEvery);
    }

    /// <summary>How many grains are in memory.</summary>
    public int ActivationCount => _directories.Values.Sum(directory => directory.Count);

    internal IGrainStore Store { get; }

    internal GrainHostOptions Options { get; }

    internal TimeProvider Time { get; }

    /// <inheritdoc/>
    public TGrain Get<TGrain>(string key)
        where TGrain : class
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return _directories.TryGetValue(typeof(TGrain), out var directory)
            ? (TGrain)directory.Refer(key)
            : throw new InvalidOperationException($"No grain was registered for {typeof(TGrain).Name}.");
    }

    /// <summary>Refuses new calls and waits for those in progress, at most for <see cref="GrainHostOptions.StopTimeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        await _sweeper.DisposeAsync();
        try
        {
            await Task.WhenAll(_directories.Values.Select(directory => directory.DrainAsync())).WaitAsync(Options.StopTimeout, Time);
        }
        catch (TimeoutException)
        {
            LogStopTimeout(_logger, ActivationCount, Options.StopTimeout.TotalSeconds);
        }
    }

    internal void ThrowIfStopping()
    {
        if (_stopping)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, "This head is stopping. Ask another one, or try again when it is back.");
        }
    }

    internal void ReportConflict(string type, string key, int attempt) => LogConflict(_logger, type, key, attempt);

    internal void ReportBusy(string type, string key) => LogBusy(_logger, type, key, Options.MaxAttempts);

    internal void ReportEviction(string type, int count)
    {
        if (count > 0)
        {
            LogEviction(_logger, type, count);
        }
    }

    internal void ReportUnreadable(string type, string key, long version, Exception? error)
    {
        if (!_unreadable.TryGetValue((type, key), out var known) || known != version)
        {
            _unreadable[(type, key)] = version;
            LogUnreadable(_logger, type, key, error);
        }
    }

    private void Sweep()
    {
        foreach (var directory in _directories.Values)
        {
            directory.Sweep();
        }
    }
}
