using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
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

        routes.MapLong(
            Routes.ImagesImport,
            ApiJsonContext.Default.ImageImportRequest,
            (context, request, progress) => context.Service<ImageImporter>().ImportAsync(request, progress, context.RequestAborted));

        routes.MapLong(
            Routes.ImagesBuild,
            ApiJsonContext.Default.ImageBuildRequest,
            (context, request, _) => context.Service<ImageBuilder>().BuildAsync(request, context.RequestAborted));
    }
}
