using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Heads;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// Keeps the overlays of all nodes built, so that a boot finds them ready and an admin learns of a broken template before it. A boot does not wait for
/// this: what it needs first is built for it alone. Where several heads are up, each makes a part and gets the rest from the others.
/// </summary>
internal sealed partial class OverlayKeeper : BackgroundService
{
    private const int AtOnce = 1024;

    // So long a file may have changed that no revision tells of.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CatalogService _catalog;
    private readonly OverlayArtifacts _artifacts;
    private readonly OverlayProblems _problems;
    private readonly OverlayExchange _exchange;
    private readonly OverlayProgress _progress;
    private readonly ILogger<OverlayKeeper> _logger;
    private OverlayShares? _shares;
    private bool _isFirst = true;

    public OverlayKeeper(
        CatalogService catalog, OverlayArtifacts artifacts, OverlayProblems problems, OverlayExchange exchange, OverlayProgress progress,
        ILogger<OverlayKeeper> logger)
    {
        _catalog = catalog;
        _artifacts = artifacts;
        _problems = problems;
        _exchange = exchange;
        _progress = progress;
        _logger = logger;
    }

    /// <summary>Brings the overlays of all nodes up to a revision, or to a later one that is committed meanwhile.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var problems = new List<OverlayProblem>();
        while (!await TryLookAsync(_catalog.Current, problems, cancellationToken))
        {
            // What is built already is found to be so at once.
            problems.Clear();
        }

        _isFirst = false;
        foreach (var problem in _problems.Take(problems))
        {
            LogProblem(problem);
        }

        var (isNew, gone) = _problems.Take(OverlayWarning.Of(_artifacts, _catalog.Current.Index.InOrder));
        foreach (var warning in isNew)
        {
            LogWarning(warning.Message, warning.Hosts);
        }

        foreach (var warning in gone)
        {
            LogNoWarning(warning.Message);
        }
    }

    // What is the same for every node comes first, from one head for all; then what falls to this head, for which others wait; then what falls to others.
    private async Task<bool> TryLookAsync(Catalog catalog, List<OverlayProblem> problems, CancellationToken cancellationToken)
    {
        var shares = Divide(catalog);
        var heads = shares.Heads;
        _progress.Move(catalog, hasShared: false, hasOwn: false);
        if ((heads.Leader ?? (_isFirst ? heads.LeaderWithoutThis : null)) is { } head)
        {
            await _exchange.TakeSharedAsync(head, catalog, shares.Samples, wait: heads.Leader is not null, cancellationToken);
        }

        // A head that was away finds with others what they made meanwhile; what is new to all is the work of the one to which it falls.
        Func<EffectiveNode, HeadRecord?>? without = _isFirst && !heads.IsAlone ? node => heads.OwnerWithoutThis(node.Name.ToString()) : null;
        if (IsOvertaken(shares) || (heads.Leader is null && !await BuildAsync(shares, shares.Samples, without, wait: false, problems, cancellationToken)))
        {
            return false;
        }

        _progress.Move(catalog, hasShared: true, hasOwn: false);
        if (!await BuildAsync(shares, shares.Of(null), without, wait: false, problems, cancellationToken))
        {
            return false;
        }

        _progress.Move(catalog, hasShared: true, hasOwn: true);
        foreach (var other in heads.Others)
        {
            if (!await BuildAsync(shares, shares.Of(other), _ => other, wait: true, problems, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Builds a share, with what another head has of it.</summary>
    /// <returns>Whether it is done; not so when the revision, or who is up, became another one.</returns>
    private async Task<bool> BuildAsync(
        OverlayShares shares, IEnumerable<EffectiveNode> share, Func<EffectiveNode, HeadRecord?>? from, bool wait, List<OverlayProblem> problems,
        CancellationToken cancellationToken)
    {
        foreach (var nodes in share.Chunk(AtOnce))
        {
            IReadOnlyList<EffectiveNode> now = nodes;
            var arrived = new Dictionary<OverlayItem, ArrivedOverlays>();
            if (from is not null)
            {
                var lacking = (await _artifacts.BuildKeptAsync(shares.Catalog, nodes, cancellationToken)).ToLookup(item => item.Node);
                foreach (var some in nodes.Where(node => lacking.Contains(node.Name)).GroupBy(from))
                {
                    var items = some.SelectMany(node => lacking[node.Name]).ToList();
                    foreach (var (item, overlays) in await _exchange.FetchAsync(some.Key!, shares.Catalog, items, wait, cancellationToken))
                    {
                        arrived[item] = overlays;
                    }
                }

                // What did arrive is not thrown away.
                now = IsOvertaken(shares) ? [.. nodes.Where(node => OverlayKinds.All.Any(kind => arrived.ContainsKey(new OverlayItem(node.Name, kind))))] : nodes;
            }

            problems.AddRange(await _artifacts.BuildAsync(shares.Catalog, now, arrived, cancellationToken));
            _progress.Move(shares.Catalog, _progress.Now.HasShared, _progress.Now.HasOwn);
            if (IsOvertaken(shares))
            {
                return false;
            }
        }

        return true;
    }

    private OverlayShares Divide(Catalog catalog)
    {
        if (_shares is not { } shares || !ReferenceEquals(shares.Catalog, catalog) || !_exchange.Divide().IsAs(shares.Heads))
        {
            _shares = shares = new OverlayShares(catalog, _exchange.Divide());
        }

        return shares;
    }

    private bool IsOvertaken(OverlayShares shares) => !ReferenceEquals(_catalog.Current, shares.Catalog) || !_exchange.Divide().IsAs(shares.Heads);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The head serves first.
        await Task.Yield();
        await _exchange.ReadyAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var seen = _catalog.Current.Revision;
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Boots build what they need themselves; this is tried again.
                LogFailed(e.Message, e is WarewulfException ? null : e);
            }

            await WaitAsync(seen, stoppingToken);
        }
    }

    private async Task WaitAsync(long seen, CancellationToken stoppingToken)
    {
        try
        {
            await _catalog.WaitForAsync(seen, Pause, stoppingToken);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
