using System.Collections.Concurrent;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Hostlists;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// Works out what a change does to the files of nodes, by rendering them before and after. Nodes that are themselves untouched are looked at once for
/// all that have the same overlays and the same kind of files.
/// </summary>
internal sealed class OverlayPreview(OverlayRenderer renderer, OverlaySets sets, OverlaySites sites, OverlayArtifacts artifacts) : IChangePreviewer
{
    /// <inheritdoc/>
    public async Task<ChangePreview> CompareAsync(Catalog before, Catalog after, CancellationToken cancellationToken)
    {
        var (old, now) = (sites.Of(before), sites.Imagine(after));
        var changes = new ConcurrentBag<(NodeName Node, OverlayKind Kind, OverlayFileChange Change)>();
        var problems = new ConcurrentBag<OverlayProblem>();
        var looked = new ConcurrentDictionary<object, Lazy<IReadOnlyList<OverlayFileChange>?>>();
        await Parallel.ForEachAsync(after.Index.Nodes, cancellationToken, (node, _) =>
        {
            foreach (var kind in OverlayKinds.All)
            {
                if (Alike(before, node, kind, old, now) is { } kindOfNode
                    && looked.GetOrAdd(kindOfNode, _ => new(() => Look(before, after, node, kind, old, now, new ConcurrentBag<OverlayProblem>()))).Value is { } same)
                {
                    Add(changes, node, kind, same);
                }
                else if (Look(before, after, node, kind, old, now, problems) is { } own)
                {
                    Add(changes, node, kind, own);
                }
            }

            return ValueTask.CompletedTask;
        });
        return new ChangePreview(Group(changes), OverlayProblems.Describe(problems));
    }

    private static void Add(
        ConcurrentBag<(NodeName Node, OverlayKind Kind, OverlayFileChange Change)> changes, EffectiveNode node, OverlayKind kind, IReadOnlyList<OverlayFileChange> more)
    {
        foreach (var change in more)
        {
            changes.Add((node.Name, kind, change));
        }
    }

    private static List<RenderedDifference> Group(IEnumerable<(NodeName Node, OverlayKind Kind, OverlayFileChange Change)> changes) =>
    [
        .. from change in changes
           group change by (change.Kind, Path: change.Change.Path.ToString(), change.Change.Verb, Lines: string.Join('\n', change.Change.Lines)) into same
           orderby same.Key.Kind, same.Key.Path, same.Min(change => change.Node)
           let nodes = same.Select(change => change.Node).Order().ToList()
           select new RenderedDifference(
               OverlayKinds.Word(same.Key.Kind),
               "/" + same.Key.Path,
               same.Key.Verb,
               Hostlist.Fold(nodes.Select(node => node.ToString())),
               nodes.Count,
               same.First().Change.Lines),
    ];

    /// <summary>What a node shares with others that the change treats alike; nothing for one that has to be looked at by itself.</summary>
    private object? Alike(Catalog before, EffectiveNode node, OverlayKind kind, OverlaySite old, OverlaySite now) =>
        ReferenceEquals(before.Index.Find(node.Name), node) && ReferenceEquals(old.Config, now.Config)
        && artifacts.LastBuild(node.Name, kind) is { OnlyForItself: true } build && ReferenceEquals(build.Context.Node, node)
            ? (kind, build.Set, build.ShapeKey)
            : null;

    private IReadOnlyList<OverlayFileChange>? Look(
        Catalog before, Catalog after, EffectiveNode node, OverlayKind kind, OverlaySite old, OverlaySite now, ConcurrentBag<OverlayProblem> problems)
    {
        var was = before.Index.Find(node.Name);
        var earlier = was is null ? null : Run(before, old, was, kind);
        try
        {
            var set = after.Overlays == before.Overlays ? sets.Of(after, node, kind) : sets.Load(after, node, kind);
            var context = new OverlayContext(now, node);
            var later = earlier is null ? renderer.Run(context, set, artifacts.LastBuild(node.Name, kind)) : renderer.Run(context, set, earlier);
            if (earlier is not null && later.IsSameAs(earlier))
            {
                return [];
            }

            var output = later.Place();
            if (was is null)
            {
                return [.. OverlayComparison.Between(new OverlayOutput([], []), output)];
            }

            return earlier is not null && Place(earlier) is { } other ? [.. OverlayComparison.Between(other, output)] : null;
        }
        catch (WarewulfException e)
        {
            // What was broken before is told of elsewhere.
            if (was is null || (earlier is not null && Place(earlier) is not null))
            {
                problems.Add(new OverlayProblem(node.Name, kind, e));
            }

            return null;
        }
    }

    private RenderedOverlays? Run(Catalog catalog, OverlaySite site, EffectiveNode node, OverlayKind kind)
    {
        try
        {
            return renderer.Run(new OverlayContext(site, node), sets.Of(catalog, node, kind), artifacts.LastBuild(node.Name, kind));
        }
        catch (WarewulfException e) when (e.Code is ApiErrorCode.Invalid or ApiErrorCode.NotFound or ApiErrorCode.Unavailable)
        {
            return null;
        }
    }

    private static OverlayOutput? Place(RenderedOverlays overlays)
    {
        try
        {
            return overlays.Place();
        }
        catch (WarewulfException)
        {
            return null;
        }
    }
}
