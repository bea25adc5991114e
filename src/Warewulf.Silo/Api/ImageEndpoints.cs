using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Images;

namespace Warewulf.Silo.Api;

/// <summary>Images over HTTP.</summary>
internal static class ImageEndpoints
{
    public static void MapImages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Images, context =>
        {
            var catalog = context.Service<CatalogService>().Current;
            var images = catalog.Images.Values.Select(image => new ImageView(image, catalog.Index.CountUsers(image.Name)));
            return context.AnswerAsync(new ImageListResponse(catalog.Revision, [.. images]), ApiJsonContext.Default.ImageListResponse);
        });

        routes.MapPost(Routes.ImagesImport, ImportAsync);
        routes.MapPost(Routes.ImagesBuild, BuildAsync);
        routes.MapPost(
            Routes.ImagesGc,
            ApiJsonContext.Default.ImageGcRequest,
            ApiJsonContext.Default.ImageGcResponse,
            (context, request) => context.Service<BlobCollector>().CollectAsync(request.DryRun, _ => Task.CompletedTask, context.RequestAborted));
    }

    private static async Task ImportAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ApiJsonContext.Default.ImageImportRequest);
        var importer = context.Service<ImageImporter>();
        await ProgressAnswer.WriteAsync(context, progress => importer.ImportAsync(request, progress, context.RequestAborted));
    }

    private static async Task BuildAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ApiJsonContext.Default.ImageBuildRequest);
        var builder = context.Service<ImageBuilder>();
        await ProgressAnswer.WriteAsync(context, progress => builder.BuildAsync(request, progress, context.RequestAborted));
    }
}
