using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Heads;

/// <summary>Brings here what the catalog names and this head lacks, as soon as it sees the commit.</summary>
internal sealed partial class BlobReplicator : IAsyncDisposable
{
    /// <summary>How long after a failure it is tried again.</summary>
    internal static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    // What was here may have been damaged since, or removed by somebody.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromHours(6);

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<ArtifactDigest> _complete = [];
    private readonly HashSet<ArtifactDigest> _told = [];
    private readonly CatalogService _catalog;
    private readonly BlobStore _store;
    private readonly BlobPuller _puller;
    private readonly TimeProvider _time;
    private readonly ILogger<BlobReplicator> _logger;
    private readonly Task _loop;

    /// <summary>Starts it.</summary>
    public BlobReplicator(CatalogService catalog, BlobStore store, BlobPuller puller, TimeProvider time, ILogger<BlobReplicator> logger)
    {
        _catalog = catalog;
        _store = store;
        _puller = puller;
        _time = time;
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
        var looked = _time.GetTimestamp();
        while (true)
        {
            var catalog = _catalog.Current;
            var lacking = false;
            foreach (var artifact in catalog.ListArtifacts().DistinctBy(artifact => artifact.Digest).Where(artifact => !_complete.Contains(artifact.Digest)))
            {
                lacking |= !await TryPullAsync(artifact);
            }

            await _catalog.WaitForAsync(catalog.Revision, lacking ? RetryAfter : LookAgainAfter, _stop.Token);
            if (_time.GetElapsedTime(looked) >= LookAgainAfter)
            {
                _complete.Clear();
                looked = _time.GetTimestamp();
            }
        }
    }

    private async Task<bool> TryPullAsync(ArtifactRef artifact)
    {
        try
        {
            using var hold = _store.Hold();
            var wasThere = _store.Use(artifact.Digest, length: null, hold);
            await _puller.PullAsync(artifact, first: null, hold, _ => { }, _stop.Token);
            _complete.Add(artifact.Digest);
            if (_told.Remove(artifact.Digest) || !wasThere)
            {
                LogPulled(artifact.FileName);
            }

            return true;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            if (_told.Add(artifact.Digest))
            {
                LogLacking(artifact.FileName, e.Message, e is WarewulfException ? null : e);
            }

            return false;
        }
    }
}
