using System.Net;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;
using Warewulf.Core.Segments;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Nodes;
using Warewulf.Grains.Segments;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Segments;

namespace Warewulf.Silo.Boot;

/// <summary>Brings what edges say and ask to the grain it concerns: the node's, or that of the boot network for an unknown machine.</summary>
internal sealed partial class BootDesk
{
    private const int MostEvents = 1000;
    private const string UnknownScript = "unconfigured";

    private readonly CatalogService _catalog;
    private readonly SnapshotService _snapshots;
    private readonly BootTemplates _templates;
    private readonly IGrains _grains;
    private readonly ILogger<BootDesk> _logger;

    public BootDesk(CatalogService catalog, SnapshotService snapshots, BootTemplates templates, IGrains grains, ILogger<BootDesk> logger)
    {
        _catalog = catalog;
        _snapshots = snapshots;
        _templates = templates;
        _grains = grains;
        _logger = logger;
    }

    /// <summary>What a machine is to boot.</summary>
    public async Task<PlanResponse> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        if (_catalog.Current.Index.Find(request.Mac) is not { } node)
        {
            return new PlanResponse { UnknownScript = await _templates.FindAsync(UnknownScript) };
        }

        var plan = await _grains.Get<INodeGrain>(node.Name.ToString()).PlanAsync(request, cancellationToken);
        return new PlanResponse { Plan = plan };
    }

    /// <summary>
    /// Hands events to the grains they concern. When this returns they are stored, except those that a grain fails on for good: they are
    /// logged and dropped, because an edge that got them back would send them for ever and nothing after them.
    /// </summary>
    /// <exception cref="WarewulfException">Nothing can be stored now, or a grain is too busy: the same events are to be sent again.</exception>
    public async Task ReportAsync(BootEventBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Events.Count > MostEvents)
        {
            throw WarewulfException.Invalid($"A batch holds at most {MostEvents} events; this one has {batch.Events.Count}.");
        }

        if (batch.Events.Contains(null!))
        {
            throw WarewulfException.Invalid("The batch holds an event that is null.");
        }

        var index = _catalog.Current.Index;
        var known = batch.Events
            .GroupBy(e => index.Find(e.Mac)?.Name)
            .Select(group => (Node: group.Key, Events: (IReadOnlyList<BootEvent>)[.. group]))
            .ToList();
        var reports = known.Select(group => group.Node is { } name
            ? TakeAsync($"node '{name}'", group.Events, _grains.Get<INodeGrain>(name.ToString()).ReportAsync, cancellationToken)
            : ReportUnknownAsync(group.Events, cancellationToken));
        await Task.WhenAll(reports);
    }

    private Task ReportUnknownAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken)
    {
        var segments = _snapshots.Current.Segments;
        return segments.IsEmpty
            ? Task.CompletedTask
            : Task.WhenAll(events.GroupBy(e => Segment(segments, e.Address)).Select(group =>
                TakeAsync($"segment '{group.Key}'", [.. group], _grains.Discovery(group.Key).ReportAsync, cancellationToken)));
    }

    private async Task TakeAsync(
        string whose,
        IReadOnlyList<BootEvent> events,
        Func<IReadOnlyList<BootEvent>, CancellationToken, Task> report,
        CancellationToken cancellationToken)
    {
        try
        {
            await report(events, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException and not WarewulfException { Code: ApiErrorCode.Unavailable or ApiErrorCode.Busy })
        {
            LogNotTaken(events.Count, whose, e);
        }
    }

    private static SegmentName Segment(IReadOnlyList<SegmentConfig> segments, IPAddress? address) =>
        (segments.FirstOrDefault(segment => address is not null && segment.Network.Contains(address)) ?? segments[0]).Name;
}
