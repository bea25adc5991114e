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

        routes.MapGet(Routes.NodesStatus, async context =>
        {
            var status = await context.Service<NodeStatusReader>().ReadAsync(context.Hosts(), context.RequestAborted);
            await context.AnswerAsync(status, ApiJsonContext.Default.NodeStatusResponse);
        });

        routes.MapPost(
            Routes.NodesAdd,
            ApiJsonContext.Default.NodeChangeRequest,
            ApiJsonContext.Default.CommitResponse,
            (context, request) => context.Service<NodeService>().AddAsync(request, context.RequestAborted));

        routes.MapPost(
            Routes.NodesSet,
            ApiJsonContext.Default.NodeChangeRequest,
            ApiJsonContext.Default.CommitResponse,
            (context, request) => context.Service<NodeService>().SetAsync(request, context.RequestAborted));

        routes.MapPost(
            Routes.NodesDelete,
            ApiJsonContext.Default.NodeDeleteRequest,
            ApiJsonContext.Default.CommitResponse,
            (context, request) => context.Service<NodeService>().DeleteAsync(request, context.RequestAborted));
    }
}
