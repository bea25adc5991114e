using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Warewulf.Core.Api;
using Warewulf.Silo.Nodes;

namespace Warewulf.Silo.Api;

/// <summary>Nodes over HTTP.</summary>
internal static class NodeEndpoints
{
    public static void MapNodes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Nodes, context =>
            context.AnswerAsync(context.Service<NodeService>().List(context.Hosts()), ApiJsonContext.Default.NodeListResponse));

        routes.MapGet(Routes.NodesNames, context =>
            context.AnswerAsync(context.Service<NodeService>().NamesOfAll(), ApiJsonContext.Default.NodeNamesResponse));

        routes.MapGet(Routes.NodesFields, context =>
            context.AnswerAsync(context.Service<NodeService>().Fields(context.Hosts()), ApiJsonContext.Default.NodeFieldsResponse));

        routes.MapGet(Routes.NodesStatus, async context =>
        {
            var status = await context.Service<NodeStatusReader>().ReadAsync(context.Hosts(), context.RequestAborted);
            await context.AnswerAsync(status, ApiJsonContext.Default.NodeStatusResponse);
        });

        routes.MapChange(
            Routes.NodesAdd,
            ApiJsonContext.Default.NodeChangeRequest,
            (context, request) => context.Service<NodeService>().AddAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.NodesSet,
            ApiJsonContext.Default.NodeChangeRequest,
            (context, request) => context.Service<NodeService>().SetAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.NodesDelete,
            ApiJsonContext.Default.NodeDeleteRequest,
            (context, request) => context.Service<NodeService>().DeleteAsync(request, context.RequestAborted));
    }
}
