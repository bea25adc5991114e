using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// Keeps the overlays of all nodes built, so that a boot finds them ready and an admin learns of a broken template before it. A boot does not wait for
/// this: what it needs first is built for it alone.
/// </summary>
internal sealed partial class OverlayKeeper : BackgroundService
{
    private const int AtOnce = 1024;

    // So long a file may have changed that no revision tells of.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CatalogService _catalog;
    private readonly OverlayArtifacts _artifacts;
    private readonly OverlayProblems _problems;
    private readonly ILogger<OverlayKeeper> _logger;

    public OverlayKeeper(CatalogService catalog, OverlayArtifacts artifacts, OverlayProblems problems, ILogger<OverlayKeeper> logger)
    {
        _catalog = catalog;
        _artifacts = artifacts;
        _problems = problems;
        _logger = logger;
    }

    /// <summary>Brings the overlays of all nodes up to a revision, or to a later one that is committed meanwhile.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var problems = new List<OverlayProblem>();
        var catalog = _catalog.Current;
        var nodes = catalog.Index.InOrder;
        for (var at = 0; at < nodes.Length; at += AtOnce)
        {
            problems.AddRange(await _artifacts.BuildAsync(catalog, nodes.AsSpan(at, Math.Min(AtOnce, nodes.Length - at)).ToArray(), cancellationToken));
            if (_catalog.Current is var latest && latest != catalog)
            {
                // What is built already is found to be so at once.
                (catalog, nodes, at) = (latest, latest.Index.InOrder, -AtOnce);
                problems.Clear();
            }
        }

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

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The head serves first.
        await Task.Yield();
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
