using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Heads;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Heads;

/// <summary>
/// Gets from other heads what they made of overlays. It is a saving and no more: who does not answer, is too slow or says what cannot be understood is
/// passed over for a while, with one line in the log until it does again, and this head makes its part too.
/// </summary>
internal sealed partial class OverlayExchange
{
    /// <summary>How long a head may send nothing that was wanted.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long a head that failed is not asked.</summary>
    internal static readonly TimeSpan PassedOver = TimeSpan.FromSeconds(60);

    // More than a thousand nodes' own files ever are; it is memory of this head that another one fills.
    private const long MostAtOnce = 256L * 1024 * 1024;

    private readonly CatalogService _catalog;
    private readonly OverlayArtifacts _artifacts;
    private readonly HeadRegistry _heads;
    private readonly HeadPeers _peers;
    private readonly TimeProvider _time;
    private readonly ILogger<OverlayExchange> _logger;
    private readonly ConcurrentDictionary<Guid, long> _failed = new();
    private readonly ConcurrentDictionary<Guid, string> _told = new();
    private volatile IReadOnlyCollection<string> _received = [];

    public OverlayExchange(
        CatalogService catalog, OverlayArtifacts artifacts, HeadRegistry heads, HeadPeers peers, TimeProvider time, ILogger<OverlayExchange> logger)
    {
        _catalog = catalog;
        _artifacts = artifacts;
        _heads = heads;
        _peers = peers;
        _time = time;
        _logger = logger;
    }

    /// <summary>Waits until it is known which other heads there are.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) => _heads.Ready.WaitAsync(cancellationToken);

    /// <summary>How the work is divided now.</summary>
    public HeadDivision Divide() => new(
        _heads.Id,
        [
            .. _heads.Others.Where(head =>
                head.IsUp && head.Addresses.Length > 0 && !(_failed.TryGetValue(head.Id, out var when) && _time.GetElapsedTime(when) < PassedOver)),
        ]);

    /// <summary>Takes over what templates became for every node on a head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="catalog">The revision.</param>
    /// <param name="nodes">Nodes that have those templates.</param>
    /// <param name="wait">Whether to wait until the head has them for this revision.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TakeSharedAsync(HeadRecord head, Catalog catalog, IReadOnlyList<EffectiveNode> nodes, bool wait, CancellationToken cancellationToken)
    {
        var records = new List<SharedRecord>();
        IReadOnlyList<string> known = [.. _artifacts.Shared.Latest.Select(record => record.Id).Concat(_received).Distinct().Take(OverlayShareRequest.Most)];
        await AskAsync(
            head,
            catalog,
            new OverlayShareRequest(catalog.Revision, [], []) { Wait = wait, Known = known },
            (kind, content) => records.Add(
                kind == ShareFrameKind.Shared && SharedRecord.Read(content) is { } record ? record : throw new InvalidDataException("A result is damaged, or of another release.")),
            cancellationToken);

        // What was made of other files than this head has is not asked for again.
        _received = records.Count > 0 ? [.. _received.Concat(records.Select(record => record.Id)).Distinct().TakeLast(OverlayShareRequest.Most / 4)] : _received;
        _artifacts.Take(catalog, nodes, records);
    }

    /// <summary>Gets overlays of nodes from a head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="catalog">The revision.</param>
    /// <param name="wanted">Which.</param>
    /// <param name="wait">Whether to wait until the head has them for this revision.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What came.</returns>
    public async Task<IReadOnlyDictionary<OverlayItem, ArrivedOverlays>> FetchAsync(
        HeadRecord head, Catalog catalog, IReadOnlyCollection<OverlayItem> wanted, bool wait, CancellationToken cancellationToken)
    {
        var arrived = new Dictionary<OverlayItem, ArrivedOverlays>();
        var asked = wanted.ToHashSet();
        var request = new OverlayShareRequest(catalog.Revision, Nodes(OverlayKind.System), Nodes(OverlayKind.Runtime)) { Wait = wait };
        await AskAsync(
            head,
            catalog,
            request,
            (kind, content) =>
            {
                var (item, overlays) = kind == ShareFrameKind.Archive ? ShareFrames.ReadArchive(content) : throw new InvalidDataException("Something else was asked for.");
                arrived[asked.Contains(item) ? item : throw new InvalidDataException("Overlays of another node were asked for.")] = overlays;
            },
            cancellationToken);
        return arrived;

        IReadOnlyList<NodeName> Nodes(OverlayKind kind) => [.. asked.Where(item => item.Kind == kind).Select(item => item.Node)];
    }

    private async Task AskAsync(
        HeadRecord head, Catalog catalog, OverlayShareRequest request, Action<ShareFrameKind, byte[]> take, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _peers.PostAsync(head, Routes.HeadOverlays, request, ApiJsonContext.Default.OverlayShareRequest, cancellationToken);
            await using var answer = await response.Content.ReadAsStreamAsync(cancellationToken);
            var (taken, advanced) = (0L, _time.GetTimestamp());
            while (ReferenceEquals(_catalog.Current, catalog) && taken < MostAtOnce)
            {
                var (kind, content) = await _peers.ReadAsync(head, stop => ShareFrames.ReadAsync(answer, stop), cancellationToken);
                if (kind == ShareFrameKind.Done)
                {
                    _told.TryRemove(head.Id, out _);
                    break;
                }

                if (kind != ShareFrameKind.Beat)
                {
                    take(kind, content);
                    (taken, advanced) = (taken + content.Length, _time.GetTimestamp());
                }
                else if (_time.GetElapsedTime(advanced) > Patience)
                {
                    throw new PeerException($"{head} does not get on with revision {catalog.Revision}.");
                }
            }
        }
        catch (InvalidDataException e)
        {
            PassOver(head, $"{head} sends what this head does not understand: {e.Message}");
        }
        catch (PeerException e)
        {
            PassOver(head, e.Message);
        }
    }

    private void PassOver(HeadRecord head, string reason)
    {
        _failed[head.Id] = _time.GetTimestamp();
        if (_told.TryAdd(head.Id, reason))
        {
            LogPassedOver(reason);
        }
    }
}
