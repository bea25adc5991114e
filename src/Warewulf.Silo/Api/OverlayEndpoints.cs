using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Api;

/// <summary>Overlays over HTTP.</summary>
internal static class OverlayEndpoints
{
    public static void MapOverlays(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.OverlaysNames, context =>
        {
            var names = context.Service<IOverlaySource>().List().Select(name => name.ToString());
            return context.AnswerAsync(new OverlayNamesResponse([.. names]), ApiJsonContext.Default.OverlayNamesResponse);
        });

        routes.MapGet(Routes.OverlaysTrace, context =>
        {
            var query = context.Request.Query;
            var node = NodeName.Parse(query[Routes.NodeParameter].ToString());
            var trace = context.Service<OverlayTracer>().Trace(node, query[Routes.PathParameter].ToString());
            return context.AnswerAsync(trace, ApiJsonContext.Default.OverlayTraceResponse);
        });
    }
}
