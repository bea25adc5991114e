using Warewulf.Core;
using Warewulf.Core.Api.Heads;
using Warewulf.Silo.Blobs;

namespace Warewulf.Silo.Heads;

/// <summary>Copies content that another head asks this one to hold. Until the catalog names it, it stays as everything does that was used lately.</summary>
internal sealed class CopyDesk
{
    private const int MostArtifacts = 1000;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly BlobStore _store;
    private readonly BlobPuller _puller;
    private readonly HeadRegistry _heads;
    private readonly TimeProvider _time;

    public CopyDesk(BlobStore store, BlobPuller puller, HeadRegistry heads, TimeProvider time)
    {
        _store = store;
        _puller = puller;
        _heads = heads;
        _time = time;
    }

    /// <summary>Copies, and says now and then how far it is.</summary>
    /// <param name="request">What, and from which head.</param>
    /// <param name="tell">Told how far it is, and at the end that it is done.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="WarewulfException">It cannot be done.</exception>
    public async Task CopyAsync(CopyRequest request, Func<CopyAnswer, Task> tell, CancellationToken cancellationToken)
    {
        if (request.Artifacts.Count > MostArtifacts || request.Artifacts.Contains(null!))
        {
            throw WarewulfException.Invalid($"A request for copies names at most {MostArtifacts} artifacts, and none that is null.");
        }

        var first = _heads.Others.FirstOrDefault(head => head.Id == request.From)
            ?? (await _heads.RefreshAsync(cancellationToken)).FirstOrDefault(head => head.Id == request.From)
            ?? throw WarewulfException.NotFound("The head that asks for copies is not in the table of heads: do both use the same database?");
        var artifacts = request.Artifacts.DistinctBy(artifact => artifact.Digest).ToList();
        var total = artifacts.Sum(artifact => artifact.Length);
        var there = 0L;
        using var hold = _store.Hold();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pulling = PullAsync();
        try
        {
            while (!pulling.IsCompleted)
            {
                await tell(new CopyAnswer(Interlocked.Read(ref there), total));
                await Task.WhenAny(pulling, Task.Delay(Beat, _time, cancellationToken));
            }
        }
        finally
        {
            // Whoever hung up wants no more of it; the hold must outlast the work.
            await either.CancelAsync();
            await pulling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await pulling;
        await tell(new CopyAnswer(total, total) { Done = true });

        async Task PullAsync()
        {
            foreach (var artifact in artifacts)
            {
                await _puller.PullAsync(artifact, first, hold, bytes => Interlocked.Add(ref there, bytes), either.Token);
            }
        }
    }
}
