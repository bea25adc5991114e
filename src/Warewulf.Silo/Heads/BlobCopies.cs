using System.Text.Json;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Heads;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Heads;

/// <summary>
/// Has other heads copy content before the catalog names it, so that losing one head loses no build. Who does not answer, or takes too long, is
/// passed over with a warning: such a head copies what it lacks when it is back.
/// </summary>
internal sealed partial class BlobCopies
{
    /// <summary>How long one head may take, however it gets on.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly CatalogService _catalog;
    private readonly HeadRegistry _heads;
    private readonly HeadPeers _peers;
    private readonly TimeProvider _time;
    private readonly ILogger<BlobCopies> _logger;

    public BlobCopies(CatalogService catalog, HeadRegistry heads, HeadPeers peers, TimeProvider time, ILogger<BlobCopies> logger)
    {
        _catalog = catalog;
        _heads = heads;
        _peers = peers;
        _time = time;
        _logger = logger;
    }

    /// <summary>Returns when as many heads as the settings want hold the content, or no more of them will.</summary>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="artifacts">The content, all of which is here.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Which heads lack it, and why, if there are fewer copies than wanted.</returns>
    public async Task<IReadOnlyList<string>> SpreadAsync(
        string what, IReadOnlyList<ArtifactRef> artifacts, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        var wanted = _catalog.Current.Site.Warewulf.BlobCopies - 1;
        if (wanted == 0)
        {
            return [];
        }

        var reasons = new List<string>();
        foreach (var head in (await _heads.RefreshAsync(cancellationToken)).OrderByDescending(head => head.IsUp))
        {
            try
            {
                await CopyAsync(what, head, artifacts, progress, cancellationToken);
                if (--wanted == 0)
                {
                    return [];
                }
            }
            catch (PeerException e)
            {
                reasons.Add($"No copy of '{what}' is on {head} yet; it is made when that head can: {e.Message}");
                LogNotCopied(what, e.Message);
            }
        }

        return reasons;
    }

    private async Task CopyAsync(
        string what, HeadRecord head, IReadOnlyList<ArtifactRef> artifacts, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        if (!head.IsUp)
        {
            throw new PeerException($"{head} was not seen for {TimeSpan.FromSeconds(Math.Floor(head.Age)):g}.");
        }

        var started = _time.GetTimestamp();
        var stage = $"copying to head {head.Name}";
        progress?.Report(new ImageProgress(stage));
        using var response = await _peers.PostAsync(head, Routes.HeadCopy, new CopyRequest(_heads.Id, artifacts), ApiJsonContext.Default.CopyRequest, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var (bytes, advanced) = (-1L, started);
        while (true)
        {
            var line = await _peers.ReadAsync(head, async stop => await lines.ReadLineAsync(stop), cancellationToken);
            var answer = Read(head, line);
            if (answer.Done)
            {
                LogCopied(what, head, _time.GetElapsedTime(started).TotalSeconds);
                return;
            }

            if (answer.Error is { } error)
            {
                throw new PeerException($"{head} says: {error.Message}");
            }

            (bytes, advanced) = answer.Bytes > bytes ? (answer.Bytes, _time.GetTimestamp()) : (bytes, advanced);
            if (_time.GetElapsedTime(advanced) > HeadPeers.Patience || _time.GetElapsedTime(started) > Longest)
            {
                throw new PeerException($"{head} is too slow: it had {bytes} of {answer.TotalBytes} bytes after {_time.GetElapsedTime(started).TotalSeconds:0} s.");
            }

            progress?.Report(new ImageProgress(stage, answer.Bytes, answer.TotalBytes));
        }
    }

    private static CopyAnswer Read(HeadRecord head, string? line)
    {
        try
        {
            return JsonSerializer.Deserialize(line ?? "", ApiJsonContext.Default.CopyAnswer) ?? throw new JsonException("It says nothing.");
        }
        catch (JsonException e)
        {
            throw new PeerException($"{head} breaks off before it is done.", e);
        }
    }
}
