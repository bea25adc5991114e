using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Archives;
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
            var trace = context.Service<OverlayTracer>().Trace(node, Path(context));
            return context.AnswerAsync(trace, ApiJsonContext.Default.OverlayTraceResponse);
        });

        routes.MapGet(Routes.Overlays, context =>
        {
            var names = context.Request.Query[Routes.OverlayParameter].OfType<string>().Where(name => name.Length > 0).Select(OverlayName.Parse);
            return context.AnswerAsync(context.Service<OverlayReader>().List([.. names]), ApiJsonContext.Default.OverlayListResponse);
        });

        routes.MapGet(Routes.OverlaysFile, context =>
            context.AnswerAsync(context.Service<OverlayReader>().File(Overlay(context), Path(context)), ApiJsonContext.Default.OverlayFileResponse));

        routes.MapGet(Routes.OverlaysRender, context => context.AnswerAsync(
            context.Service<OverlayReader>().Render(Overlay(context), Path(context), context.Request.Query[Routes.NodeParameter].ToString()),
            ApiJsonContext.Default.OverlayRenderResponse));

        routes.MapGet(Routes.OverlaysInfo, context =>
            context.AnswerAsync(context.Service<OverlayReader>().Info(Overlay(context), Path(context)), ApiJsonContext.Default.OverlayInfoResponse));

        routes.MapChange(
            Routes.OverlaysCreate,
            ApiJsonContext.Default.OverlayCreateRequest,
            (context, request) => context.Service<OverlayService>().CreateAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.OverlaysDelete,
            ApiJsonContext.Default.OverlayDeleteRequest,
            (context, request) => context.Service<OverlayService>().DeleteAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.OverlaysPut,
            ApiJsonContext.Default.OverlayPutRequest,
            (context, request) => context.Service<OverlayService>().PutAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.OverlaysMkdir,
            ApiJsonContext.Default.OverlayDirectoryRequest,
            (context, request) => context.Service<OverlayService>().MakeDirectoryAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.OverlaysAttributes,
            ApiJsonContext.Default.OverlayAttributesRequest,
            (context, request) => context.Service<OverlayService>().ChangeAttributesAsync(request, context.RequestAborted));

        routes.MapPost(
            Routes.OverlaysBuild,
            ApiJsonContext.Default.OverlayBuildRequest,
            ApiJsonContext.Default.OverlayBuildResponse,
            (context, request) => context.Service<OverlayBuildService>().BuildAsync(request, context.RequestAborted));
    }

    private static OverlayName Overlay(HttpContext context) => OverlayName.Parse(context.Request.Query[Routes.OverlayParameter].ToString());

    private static BytePath Path(HttpContext context)
    {
        var path = context.Request.Query[Routes.PathParameter].ToString();
        return path.Length > 0 ? BytePath.FromEscaped(path) : throw WarewulfException.Invalid("Name the file: the path is empty.");
    }
}
