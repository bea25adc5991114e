using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Blobs;

/// <summary>
/// Removes blobs that nothing names. What is pinned, what was used within the last day, and everything while some image of the catalog cannot be
/// read, stays. A collection that is broken off has removed some garbage and nothing else.
/// </summary>
internal sealed partial class BlobCollector : IDisposable
{
    private const int AtOnce = 256;

    private readonly SemaphoreSlim _running = new(1, 1);
    private readonly BlobStore _store;
    private readonly BlobRoots _roots;
    private readonly ILogger<BlobCollector> _logger;

    public BlobCollector(BlobStore store, BlobRoots roots, ILogger<BlobCollector> logger)
    {
        _store = store;
        _roots = roots;
        _logger = logger;
    }

    /// <summary>After how many blobs there is a pause.</summary>
    internal int PauseAfter { get; init; } = AtOnce;

    /// <summary>Removes what nothing names.</summary>
    /// <param name="dryRun">Whether only to tell what would be removed.</param>
    /// <param name="pause">Awaited now and then, so that others get their turn.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="WarewulfException">Busy: one is going on; Unavailable: the storage does not answer, or the disk refuses.</exception>
    public async Task<ImageGcResponse> CollectAsync(bool dryRun, Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        if (!await _running.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw new WarewulfException(ApiErrorCode.Busy, "This head is removing old content already. Try again when it is done.");
        }

        try
        {
            _store.Pins.BeginCollection();
            var marks = await _roots.MarkAsync(pause, cancellationToken);
            return await SweepAsync(marks, dryRun, pause, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"Old content cannot be removed from '{_store.Directory}': {DiskProblem.Describe(e)}", e);
        }
        finally
        {
            _store.Pins.EndCollection();
            _running.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    private async Task<ImageGcResponse> SweepAsync(BlobMarks marks, bool dryRun, Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        var tallies = new Dictionary<Outcome, BlobTally>();
        var (examined, needed) = (0, 0);
        foreach (var file in _store.List())
        {
            if (++examined % PauseAfter == 0)
            {
                await pause(cancellationToken);
            }

            needed += !file.IsDamaged && marks.Needed.Contains(file.Digest) ? 1 : 0;
            if (Decide(file, marks, dryRun) is { } outcome)
            {
                var tally = tallies.GetValueOrDefault(outcome, new BlobTally(0, 0));
                tallies[outcome] = new BlobTally(tally.Count + 1, tally.Bytes + file.Length);
            }
        }

        var all = tallies.Values.Aggregate(new BlobTally(0, 0), (sum, tally) => new BlobTally(sum.Count + tally.Count, sum.Bytes + tally.Bytes));
        BlobTally Tally(Outcome outcome) => tallies.GetValueOrDefault(outcome, new BlobTally(0, 0));
        var lacking = needed < marks.Needed.Count ? Lacking() : [];
        Log(Tally(Outcome.Removed), all, marks, lacking, dryRun);
        return new ImageGcResponse(
            dryRun, all, Tally(Outcome.Reachable), Tally(Outcome.InUse), Tally(Outcome.Young), Tally(Outcome.Uncertain), Tally(Outcome.Removed),
            [.. marks.Unknown, .. lacking]);
    }

    private Outcome? Decide(BlobFile file, BlobMarks marks, bool dryRun)
    {
        if (!file.IsDamaged && marks.Contains(file.Digest))
        {
            return Outcome.Reachable;
        }

        if (marks.Unknown.Count > 0)
        {
            return Outcome.Uncertain;
        }

        return _store.Collect(file, dryRun) switch
        {
            BlobFate.InUse => Outcome.InUse,
            BlobFate.Young => Outcome.Young,
            BlobFate.Removed => Outcome.Removed,
            _ => null,
        };
    }

    private List<string> Lacking() =>
    [
        .. _roots.FindImages(digest => !File.Exists(BlobPath.In(_store.Directory, digest))).Select(found =>
            $"Image '{found.Image}' lacks {found.Count} of its blobs on this head: where they are nowhere else, nodes cannot boot it. "
            + $"Run 'wwctl image build {found.Image}'."),
    ];

    private void Log(BlobTally removed, BlobTally all, BlobMarks marks, List<string> lacking, bool dryRun)
    {
        if (marks.Unknown.Count > 0)
        {
            LogUncertain(string.Join(' ', marks.Unknown));
        }

        lacking.ForEach(LogLacking);
        if (removed.Count > 0 && !dryRun)
        {
            LogCollected(removed.Count, all.Count, removed.Bytes);
        }
    }

    private enum Outcome
    {
        Reachable,
        InUse,
        Young,
        Uncertain,
        Removed,
    }
}
