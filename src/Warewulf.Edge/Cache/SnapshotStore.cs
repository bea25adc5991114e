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

/// <summary>The latest snapshot the heads gave, kept on disk so that an edge that starts while all heads are away serves at once.</summary>
internal sealed partial class SnapshotStore : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IHeadLink _link;
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger<SnapshotStore> _logger;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile EdgeDirectory? _current;

    public SnapshotStore(IHeadLink link, EdgeOptions options, TimeProvider time, ILogger<SnapshotStore> logger)
    {
        _link = link;
        _file = Path.Combine(options.CacheDirectory, "snapshot.json");
        _time = time;
        _logger = logger;
    }

    /// <summary>The latest snapshot, or nothing before the first one ever.</summary>
    public EdgeDirectory? Current => _current;

    /// <summary>Done as soon as there is a snapshot.</summary>
    public Task WhenFirst => _first.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await LoadAsync(stoppingToken);
        var away = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            try
            {
                var snapshot = await _link.SnapshotAsync(_current?.Snapshot.Revision ?? -1, stoppingToken);
                if (away)
                {
                    away = false;
                    LogHeadsBack(snapshot?.Revision ?? _current?.Snapshot.Revision ?? 0);
                }

                if (snapshot is not null)
                {
                    Accept(snapshot);
                    await SaveAsync(snapshot, stoppingToken);
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
        _current = new EdgeDirectory(snapshot with
        {
            Segments = snapshot.Segments.IsDefault ? [] : snapshot.Segments,
            Hosts = snapshot.Hosts.IsDefault ? [] : snapshot.Hosts,
            Unaddressed = snapshot.Unaddressed.IsDefault ? [] : snapshot.Unaddressed,
            Loaders = snapshot.Loaders ?? ImmutableSortedDictionary<ClientArchitecture, string>.Empty,
        });
        _first.TrySetResult();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            CacheEviction.RemoveLeftovers(Path.GetDirectoryName(_file)!);
            if (File.Exists(_file))
            {
                var bytes = await File.ReadAllBytesAsync(_file, cancellationToken);
                var snapshot = JsonSerializer.Deserialize(bytes, ApiJsonContext.Default.SegmentSnapshot);
                Accept(snapshot ?? throw new JsonException("the file holds nothing"));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogSnapshotUnreadable(_file, e.Message);
        }
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
