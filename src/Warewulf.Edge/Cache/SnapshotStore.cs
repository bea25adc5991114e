using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Segments;
using Warewulf.Edge.Link;

namespace Warewulf.Edge.Cache;

/// <summary>The latest snapshot the heads gave, kept on disk so that an edge that starts while all heads are away serves all the same.</summary>
internal sealed partial class SnapshotStore : BackgroundService
{
    /// <summary>How long the heads are asked at the start before what is on disk is served.</summary>
    internal static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IHeadLink _link;
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger<SnapshotStore> _logger;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile EdgeDirectory? _current;

    // What a head gave since the start. What was kept on disk may be of the heads' very revision and yet not what they say now, so it is no
    // snapshot to wait for the next one of.
    private SegmentSnapshot? _given;

    public SnapshotStore(IHeadLink link, EdgeOptions options, TimeProvider time, ILogger<SnapshotStore> logger)
    {
        _link = link;
        _file = Path.Combine(options.CacheDirectory, "snapshot.json");
        _time = time;
        _logger = logger;
    }

    /// <summary>The latest snapshot, or nothing before the first one ever.</summary>
    public EdgeDirectory? Current => _current;

    /// <summary>Told of every snapshot that comes into force, one at a time.</summary>
    public event Action<SegmentSnapshot>? Taken;

    /// <summary>Done as soon as there is a snapshot.</summary>
    public Task WhenFirst => _first.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var away = await LoadAsync(stoppingToken) is { } kept && !await AskFirstAsync(kept, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            try
            {
                var snapshot = await _link.SnapshotAsync(_given, stoppingToken);
                if (away)
                {
                    away = false;
                    LogHeadsBack(snapshot?.Revision ?? _current?.Snapshot.Revision ?? 0);
                }

                if (snapshot is not null)
                {
                    await TakeAsync(snapshot, stoppingToken);
                }
                else if (_time.GetElapsedTime(began) < Pause)
                {
                    // A head that stops answers at once with nothing; asking it again and again would keep it busy.
                    await Task.Delay(Pause, _time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it is, without this loop the edge would never learn of a change again.
                LogFailure(away, e);
                away = true;
                await Task.Delay(Pause, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Ports are bound once, from the first snapshot: a head that is there is worth a moment's wait.
    private async Task<bool> AskFirstAsync(SegmentSnapshot kept, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(StartPatience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, limit.Token);
        try
        {
            if (await _link.SnapshotAsync(null, both.Token) is { } snapshot)
            {
                await TakeAsync(snapshot, stoppingToken);
                return true;
            }

            LogHeadsAway(kept.Revision, "the one that was asked is stopping");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            LogHeadsAway(kept.Revision, $"none did within {StartPatience.TotalSeconds:0} seconds");
        }
        catch (WarewulfException e)
        {
            LogHeadsAway(kept.Revision, e.Message);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogUnexpected(e);
        }

        stoppingToken.ThrowIfCancellationRequested();
        Accept(kept);
        return false;
    }

    private async Task TakeAsync(SegmentSnapshot snapshot, CancellationToken stoppingToken)
    {
        Accept(snapshot);
        _given = snapshot;
        await SaveAsync(snapshot, stoppingToken);
    }

    private void LogFailure(bool away, Exception failure)
    {
        if (failure is not WarewulfException)
        {
            LogUnexpected(failure);
        }
        else if (!away && _current is { } current)
        {
            LogHeadsAway(current.Snapshot.Revision, failure.Message);
        }
        else if (!away)
        {
            LogNothingYet(failure.Message);
        }
    }

    private void Accept(SegmentSnapshot snapshot)
    {
        // What another version of the heads left out is read as nothing at all, not as an empty list.
        var whole = snapshot with
        {
            Segments = snapshot.Segments.IsDefault ? [] : snapshot.Segments,
            Hosts = snapshot.Hosts.IsDefault ? [] : snapshot.Hosts,
            Unaddressed = snapshot.Unaddressed.IsDefault ? [] : snapshot.Unaddressed,
            Loaders = snapshot.Loaders ?? ImmutableSortedDictionary<ClientArchitecture, string>.Empty,
        };
        _current = new EdgeDirectory(whole);
        Taken?.Invoke(whole);
        _first.TrySetResult();
    }

    private async Task<SegmentSnapshot?> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            CacheEviction.RemoveLeftovers(Path.GetDirectoryName(_file)!);
            if (File.Exists(_file))
            {
                var bytes = await File.ReadAllBytesAsync(_file, cancellationToken);
                var snapshot = JsonSerializer.Deserialize(bytes, ApiJsonContext.Default.SegmentSnapshot);
                return snapshot ?? throw new JsonException("the file holds nothing");
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogSnapshotUnreadable(_file, e.Message);
        }

        return null;
    }

    private async Task SaveAsync(SegmentSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(snapshot, ApiJsonContext.Default.SegmentSnapshot);
            await DurableFile.WriteAsync(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite, bytes, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(snapshot.Revision, e.Message);
        }
    }
}
