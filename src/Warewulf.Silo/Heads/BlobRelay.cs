using System.Collections.Concurrent;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Blobs;

namespace Warewulf.Silo.Heads;

/// <summary>
/// Gives out blobs that only another head has, such as the overlays in a plan that it made: they are fetched once, however many ask. What no head
/// has is not asked for again at once.
/// </summary>
internal sealed class BlobRelay : IDisposable
{
    private const int AtOnce = 8;
    private const int MostMissing = 10_000;

    /// <summary>How long nobody is asked again for a blob that could not be had.</summary>
    internal static readonly TimeSpan MissingFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ArtifactDigest, Lazy<Task>> _running = new();
    private readonly ConcurrentDictionary<ArtifactDigest, (DateTimeOffset Until, WarewulfException Reason)> _missing = new();
    private readonly SemaphoreSlim _turn = new(AtOnce);
    private readonly BlobStore _store;
    private readonly BlobFetcher _fetcher;
    private readonly TimeProvider _time;

    public BlobRelay(BlobStore store, BlobFetcher fetcher, TimeProvider time)
    {
        _store = store;
        _fetcher = fetcher;
        _time = time;
    }

    /// <summary>The path of a blob, which is fetched from another head if need be.</summary>
    /// <param name="digest">The blob.</param>
    /// <param name="isLocal">Whether another head asks, which asks the others itself.</param>
    /// <param name="cancellationToken">Ends the wait; the fetch itself goes on, since whoever waited too long asks again.</param>
    /// <exception cref="WarewulfException">NotFound: nobody has it; Unavailable: a head that may have it does not answer.</exception>
    public async Task<string> FindAsync(ArtifactDigest digest, bool isLocal, CancellationToken cancellationToken)
    {
        if (_store.Find(digest) is { } path)
        {
            return path;
        }

        if (isLocal || !_fetcher.HasPeers)
        {
            throw NotHere(digest, "");
        }

        if (_missing.TryGetValue(digest, out var known) && known.Until > _time.GetUtcNow())
        {
            throw new WarewulfException(known.Reason.Code, known.Reason.Message, known.Reason);
        }

        var fetch = _running.GetOrAdd(digest, _ => new Lazy<Task>(() => FetchAsync(digest)));
        await fetch.Value.WaitAsync(cancellationToken);
        return _store.Find(digest) ?? throw NotHere(digest, "");
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static WarewulfException NotHere(ArtifactDigest digest, string more) => WarewulfException.NotFound(
        $"This head has no blob {digest}{more}. 'wwctl image gc --dry-run' tells which images lack something.");

    private async Task FetchAsync(ArtifactDigest digest)
    {
        await _turn.WaitAsync();
        try
        {
            await _fetcher.StoreAsync(digest, digest.ToString(), first: null, hold: null, CancellationToken.None);
        }
        catch (WarewulfException e)
        {
            var reason = e.Code == Core.Api.ApiErrorCode.NotFound ? NotHere(digest, ", nor has another one that is up") : e;
            if (_missing.Count >= MostMissing)
            {
                _missing.Clear();
            }

            _missing[digest] = (_time.GetUtcNow() + MissingFor, reason);
            throw reason;
        }
        finally
        {
            _turn.Release();
            _running.TryRemove(digest, out _);
        }
    }
}
