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
    }

    // What is the same for every node comes first, from one head for all; then what falls to this head, on which others wait; then what falls to others.
    private async Task<bool> TryLookAsync(Catalog catalog, List<OverlayProblem> problems, CancellationToken cancellationToken)
    {
        var nodes = catalog.Index.InOrder;
        var heads = _exchange.Divide();
        _progress.Move(catalog, hasShared: false, hasOwn: false);
        var samples = heads.IsAlone ? [] : OverlaySamples.Of(nodes);
        var owners = samples.ToDictionary(node => node.Name, _ => heads.Leader);
        if ((heads.Leader ?? (_isFirst ? heads.LeaderWithoutThis : null)) is { } head)
        {
            await _exchange.TakeSharedAsync(head, catalog, samples, wait: heads.Leader is not null, cancellationToken);
        }

        if (IsOvertaken() || (heads.Leader is null && !await BuildAsync(samples, node => heads.LeaderWithoutThis, wait: false)))
        {
            return false;
        }

        _progress.Move(catalog, hasShared: true, hasOwn: false);
        var shares = nodes.ToLookup(node => heads.IsAlone ? null : owners.TryGetValue(node.Name, out var owner) ? owner : heads.Owner(node.Name.ToString()));
        if (!await BuildAsync([.. shares[null]], node => heads.OwnerWithoutThis(node.Name.ToString()), wait: false))
        {
            return false;
        }

        _progress.Move(catalog, hasShared: true, hasOwn: true);
        foreach (var other in heads.Others)
        {
            if (!await BuildAsync([.. shares[other]], _ => other, wait: true))
            {
                return false;
            }
        }

        return true;

        bool IsOvertaken() => !ReferenceEquals(_catalog.Current, catalog) || !_exchange.Divide().IsAs(heads);

        async Task<bool> BuildAsync(IReadOnlyList<EffectiveNode> some, Func<EffectiveNode, HeadRecord?> from, bool wait)
        {
            foreach (var chunk in some.Chunk(AtOnce))
            {
                IReadOnlyList<EffectiveNode> now = chunk;
                var arrived = new Dictionary<OverlayItem, ArrivedOverlays>();

                // A head that was away finds with others what they made meanwhile; what is new to all is the work of the one to which it falls.
                if (!heads.IsAlone && (wait || _isFirst))
                {
                    var lacking = await _artifacts.BuildKeptAsync(catalog, chunk, cancellationToken);
                    foreach (var items in lacking.GroupBy(item => from(catalog.Index.Find(item.Node)!)!))
                    {
                        foreach (var (item, overlays) in await _exchange.FetchAsync(items.Key, catalog, [.. items], wait, cancellationToken))
                        {
                            arrived[item] = overlays;
                        }
                    }

                    now = !IsOvertaken() ? chunk : [.. chunk.Where(node => OverlayKinds.All.Any(kind => arrived.ContainsKey(new OverlayItem(node.Name, kind))))];
                }

                problems.AddRange(await _artifacts.BuildAsync(catalog, now, arrived, cancellationToken));
                _progress.Move(catalog, _progress.Now.HasShared, _progress.Now.HasOwn);
                if (IsOvertaken())
                {
                    return false;
                }
            }

            return true;
        }
    }

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
