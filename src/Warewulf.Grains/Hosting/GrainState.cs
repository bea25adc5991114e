using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Grains.Hosting;

/// <summary>
/// The state of one grain in memory. It changes only after storage has confirmed the change; after any failed save it is of no more
/// use and is read again before the next call. What is stored and makes no sense counts as empty: one damaged row must not take a
/// grain away for good, and with it everything that asks for all grains.
/// </summary>
internal sealed class GrainState<TContract, TGrain, TState>(
    GrainType<TContract, TGrain, TState> type, string key, GrainHost host) : IGrainState<TState>
    where TContract : class
    where TGrain : class
    where TState : class
{
    private readonly IGrainStore _store = host.Store;
    private readonly TimeProvider _time = host.Time;
    private readonly GrainParts _parts = new(type.Name, key, host);
    private TState _value = type.Empty;
    private long _version;
    private bool _loaded;
    private bool _saving;
    private long _confirmedAt;

    /// <inheritdoc/>
    public TState State => _value;

    /// <inheritdoc/>
    public bool IsUnreadable { get; private set; }

    /// <summary>What became of the saves since the last load.</summary>
    public SaveOutcome Outcome { get; private set; }

    /// <summary>Reads the state if it was never read, or not for longer than it is taken for current.</summary>
    /// <returns>Whether the state is another one than before, so that the grain must be made anew.</returns>
    public ValueTask<bool> RefreshAsync(TimeSpan? freshFor, CancellationToken cancellationToken) =>
        _loaded && (freshFor is not { } limit || (_time.GetElapsedTime(_confirmedAt) <= limit && !_parts.IsStale(limit)))
            ? ValueTask.FromResult(false)
            : new ValueTask<bool>(LoadAsync(cancellationToken));

    /// <summary>Forgets what is in memory.</summary>
    public void Discard()
    {
        _loaded = false;
        _value = type.Empty;
        _parts.Discard();
        IsUnreadable = false;
        Outcome = SaveOutcome.Current;
    }

    /// <inheritdoc/>
    public Task SaveAsync(TState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        return StoreAsync(async () => Accept(
            state, await _store.SaveAsync(type.Name, key, JsonSerializer.SerializeToUtf8Bytes(state, type.Json), _version, cancellationToken)));
    }

    /// <inheritdoc/>
    public Task ClearAsync(CancellationToken cancellationToken) => _version == 0 && Outcome == SaveOutcome.Current
        ? Task.CompletedTask
        : StoreAsync(async () =>
        {
            await _store.DeleteAsync(type.Name, key, _version, cancellationToken);
            Accept(type.Empty, version: 0);
        });

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, TPart?>> LoadPartsAsync<TPart>(JsonTypeInfo<TPart> json, CancellationToken cancellationToken)
        where TPart : class
    {
        try
        {
            return await _parts.LoadAsync(json, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or WarewulfException))
        {
            throw NotRead(e);
        }
    }

    /// <inheritdoc/>
    public Task SavePartsAsync<TPart>(IReadOnlyDictionary<string, TPart?> parts, JsonTypeInfo<TPart> json, CancellationToken cancellationToken)
        where TPart : class => parts.Count == 0 ? Task.CompletedTask : StoreAsync(() => _parts.SaveAsync(parts, json, cancellationToken));

    private async Task StoreAsync(Func<Task> store)
    {
        if (_saving || Outcome != SaveOutcome.Current)
        {
            throw new InvalidOperationException(
                $"The {type.Name} '{key}' saves {(_saving ? "twice at once" : "after a save that failed")}; a grain awaits its saves and lets their errors pass.");
        }

        _saving = true;
        Outcome = SaveOutcome.Unknown;
        try
        {
            await store();
            Outcome = SaveOutcome.Current;
        }
        catch (GrainConflictException)
        {
            Outcome = SaveOutcome.LostRace;
            throw;
        }
        catch (Exception e) when (e is not (OperationCanceledException or WarewulfException))
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"The state of {type.Name} '{key}' could not be stored. Look into the head's log.", e);
        }
        finally
        {
            _saving = false;
        }
    }

    private void Accept(TState state, long version)
    {
        _value = state;
        IsUnreadable = false;
        _version = version;
        _confirmedAt = _time.GetTimestamp();
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stored = await _store.LoadAsync(type.Name, key, cancellationToken);
            _confirmedAt = _time.GetTimestamp();
            var version = stored?.Version ?? 0;
            var isKnown = _loaded && version == _version;
            if (_parts.Discard() || !isKnown)
            {
                _value = Read(stored);
                _version = version;
                _loaded = true;
                return true;
            }

            return false;
        }
        catch (Exception e) when (e is not (OperationCanceledException or WarewulfException))
        {
            throw NotRead(e);
        }
    }

    private WarewulfException NotRead(Exception cause) =>
        new(ApiErrorCode.Unavailable, $"The state of {type.Name} '{key}' could not be read. Look into the head's log.", cause);

    private TState Read(StoredGrain? stored)
    {
        IsUnreadable = false;
        if (stored is null)
        {
            return type.Empty;
        }

        var state = stored.Read(type.Json, out var error);
        if (state is null)
        {
            // The version stays the stored one, so that the next save takes the place of what cannot be read.
            IsUnreadable = true;
            host.ReportUnreadable(type.Name, key, stored.Version, error);
        }

        return state ?? type.Empty;
    }
}
