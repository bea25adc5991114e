using Warewulf.Core;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Hostlists;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Nodes;

namespace Warewulf.Silo.Overlays;

/// <summary>Renders the overlays of nodes before they ask, and tells what is wrong with them.</summary>
internal sealed class OverlayBuildService(CatalogService catalogs, OverlayWorkingCopy copy, OverlayArtifacts artifacts)
{
    private const string AnyNode = "\0";

    /// <summary>Commits what was edited in the directory of overlays, then renders system and runtime overlays of all nodes named.</summary>
    /// <exception cref="WarewulfException">NotFound: some nodes do not exist; or the working copy cannot be kept.</exception>
    public async Task<OverlayBuildResponse> BuildAsync(OverlayBuildRequest request, CancellationToken cancellationToken)
    {
        await catalogs.RefreshAsync(cancellationToken);
        var names = NodeService.Existing(catalogs.Current, request.Hosts);
        await copy.SyncAsync(cancellationToken);
        var catalog = catalogs.Current;
        var nodes = names.Select(catalog.Index.Find).OfType<EffectiveNode>().ToList();
        var failures = (await artifacts.BuildAsync(catalog, nodes, cancellationToken))
            .OrderBy(problem => problem.Node).ThenBy(problem => problem.Kind)
            .GroupBy(problem => problem.Error.Message.Replace($"'{problem.Node}'", AnyNode, StringComparison.Ordinal))
            .Select(group => (Nodes: group.Select(problem => problem.Node.ToString()).Distinct().ToList(), group.First().Error.Message));
        return new OverlayBuildResponse(
            catalog.Revision, names.Count, [.. failures.Select(failure => new OverlayBuildFailure(Hostlist.Fold(failure.Nodes), failure.Nodes.Count, failure.Message))])
        {
            Warnings = [.. OverlayWarning.Of(artifacts, nodes).Select(warning => new OverlayBuildWarning(warning.Hosts, warning.Nodes.Count, warning.Message))],
        };
    }
}
