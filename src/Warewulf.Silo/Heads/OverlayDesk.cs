using Warewulf.Core;
using Warewulf.Core.Api.Heads;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Heads;

/// <summary>Sends other heads what this one made of overlays, as soon as its keeper has it. Nothing is rendered for the asking.</summary>
internal sealed class OverlayDesk
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly CatalogService _catalog;
    private readonly OverlayArtifacts _artifacts;
    private readonly OverlayProgress _progress;
    private readonly BlobStore _blobs;
    private readonly TimeProvider _time;

    public OverlayDesk(CatalogService catalog, OverlayArtifacts artifacts, OverlayProgress progress, BlobStore blobs, TimeProvider time)
    {
        _catalog = catalog;
        _artifacts = artifacts;
        _progress = progress;
        _blobs = blobs;
        _time = time;
    }

    /// <summary>Answers until all is sent, no more will come, or nothing came for some time.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="answer">Takes the frames.</param>
    /// <param name="cancellationToken">The asking head hung up.</param>
    /// <exception cref="WarewulfException">Invalid: too much is wanted at once.</exception>
    public async Task AnswerAsync(OverlayShareRequest request, Stream answer, CancellationToken cancellationToken)
    {
        if (request.System.Count > OverlayShareRequest.Most || request.Runtime.Count > OverlayShareRequest.Most || request.Known?.Count > OverlayShareRequest.Most)
        {
            throw WarewulfException.Invalid($"A request for overlays names at most {OverlayShareRequest.Most} nodes and results.");
        }

        var known = request.Known?.ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<OverlayItem> wanted = [.. Items(request.System, OverlayKind.System), .. Items(request.Runtime, OverlayKind.Runtime)];
        if (request.Wait)
        {
            await WaitAsync(request.Revision, known, wanted, answer, cancellationToken);
        }
        else
        {
            await SendSharedAsync(known, answer, cancellationToken);
            await SendAsync(wanted, item => _artifacts.LastBuild(item.Node, item.Kind), answer, cancellationToken);
        }

        await ShareFrames.WriteAsync(answer, ShareFrameKind.Done, default, cancellationToken);
        await answer.FlushAsync(cancellationToken);
    }

    private static IEnumerable<OverlayItem> Items(IReadOnlyList<NodeName> nodes, OverlayKind kind) => nodes.Select(node => new OverlayItem(node, kind));

    private async Task WaitAsync(
        long revision, HashSet<string>? known, IReadOnlyList<OverlayItem> wanted, Stream answer, CancellationToken cancellationToken)
    {
        var advanced = _time.GetTimestamp();
        while (_time.GetElapsedTime(advanced) < HeadPeers.Patience)
        {
            var now = _progress.Now;

            // Of a revision that the keeper leaves behind nothing more is built.
            if (now is { HasShared: true, Catalog: { } catalog } && catalog.Revision >= revision && ReferenceEquals(catalog, _catalog.Current))
            {
                await SendSharedAsync(known, answer, cancellationToken);
                known = null;
                var left = await SendAsync(wanted, item => _artifacts.Ready(catalog, item), answer, cancellationToken);
                if (left.Count == 0 || now.HasOwn)
                {
                    return;
                }

                advanced = left.Count < wanted.Count ? _time.GetTimestamp() : advanced;
                wanted = left;
            }

            await ShareFrames.WriteAsync(answer, ShareFrameKind.Beat, default, cancellationToken);
            await answer.FlushAsync(cancellationToken);
            await Task.WhenAny(now.Moved, Task.Delay(Beat, _time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task SendSharedAsync(HashSet<string>? known, Stream answer, CancellationToken cancellationToken)
    {
        foreach (var record in known is null ? [] : _artifacts.Shared.Latest)
        {
            if (!known!.Contains(record.Id) && record.Write() is { Length: <= ShareFrames.Longest } content)
            {
                await ShareFrames.WriteAsync(answer, ShareFrameKind.Shared, content, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<OverlayItem>> SendAsync(
        IReadOnlyList<OverlayItem> wanted, Func<OverlayItem, OverlayBuild?> find, Stream answer, CancellationToken cancellationToken)
    {
        var left = new List<OverlayItem>();
        foreach (var item in wanted)
        {
            if (find(item) is not { } build)
            {
                left.Add(item);
            }
            else if (await ContentAsync(item, build, cancellationToken) is { Length: <= ShareFrames.Longest } content)
            {
                await ShareFrames.WriteAsync(answer, ShareFrameKind.Archive, content, cancellationToken);
            }
        }

        return left;
    }

    private async Task<byte[]> ContentAsync(OverlayItem item, OverlayBuild build, CancellationToken cancellationToken)
    {
        var segments = new List<byte[]>();
        foreach (var segment in build.Own.Segments)
        {
            if (_blobs.Find(segment.Digest) is not { } path)
            {
                // The other head packs it.
                segments.Clear();
                break;
            }

            segments.Add(await File.ReadAllBytesAsync(path, cancellationToken));
        }

        return ShareFrames.Archive(item, OverlayRecord.Write(build), segments);
    }
}
