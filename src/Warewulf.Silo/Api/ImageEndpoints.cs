using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Images;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Images;

namespace Warewulf.Silo.Api;

/// <summary>Images over HTTP.</summary>
internal static class ImageEndpoints
{
    public static void MapImages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Images, async context =>
        {
            var isMeasured = context.Request.Query[Routes.TreeSizesParameter] == "1";
            var list = await context.Service<ImageService>().ListAsync(isMeasured, context.RequestAborted);
            await context.AnswerAsync(list, ApiJsonContext.Default.ImageListResponse);
        });

        routes.MapGet(Routes.ImagesShow, context =>
            context.AnswerAsync(context.Service<ImageService>().Show(Image(context)), ApiJsonContext.Default.ImageDetails));

        routes.MapGet(Routes.ImagesHistory, context =>
            context.AnswerAsync(context.Service<ImageService>().History(Image(context)), ApiJsonContext.Default.ImageHistoryResponse));

        routes.MapGet(Routes.ImagesKernels, context =>
            context.AnswerAsync(context.Service<ImageService>().Kernels([.. Images(context)]), ApiJsonContext.Default.ImageKernelsResponse));

        routes.MapChange(
            Routes.ImagesRollback,
            ApiJsonContext.Default.ImageRollbackRequest,
            (context, request) => context.Service<ImageService>().RollbackAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.ImagesRename,
            ApiJsonContext.Default.ImageRenameRequest,
            (context, request) => context.Service<ImageMover>().RenameAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.ImagesDelete,
            ApiJsonContext.Default.ImageDeleteRequest,
            (context, request) => context.Service<ImageRemover>().DeleteAsync(request, context.RequestAborted));

        routes.MapPost(Routes.ImagesImport, ImportAsync);
        routes.MapPost(Routes.ImagesBuild, BuildAsync);
        routes.MapPost(Routes.ImagesSyncUser, SyncUserAsync);
        routes.MapPost(Routes.ImagesCopy, CopyAsync);
        routes.MapImageSession();
        routes.MapPost(
            Routes.ImagesGc,
            ApiJsonContext.Default.ImageGcRequest,
            ApiJsonContext.Default.ImageGcResponse,
            (context, request) => context.Service<BlobCollector>().CollectAsync(request.DryRun, _ => Task.CompletedTask, context.RequestAborted));
    }

    private static IEnumerable<ImageName> Images(HttpContext context) => context.Request.Query[Routes.ImageParameter].OfType<string>().Select(ImageName.Parse);

    private static ImageName Image(HttpContext context) => Images(context).ToList() is [var name]
        ? name
        : throw WarewulfException.Invalid($"Name one image, as in '{context.Request.Path}?{Routes.ImageParameter}=rocky9'.");

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

    private static async Task SyncUserAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ApiJsonContext.Default.ImageSyncUserRequest);
        var sync = context.Service<ImageUserSync>();
        await ProgressAnswer.WriteAsync(context, progress => sync.RunAsync(request, progress, context.RequestAborted));
    }

    private static async Task CopyAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ApiJsonContext.Default.ImageCopyRequest);
        var copier = context.Service<ImageCopier>();
        await ProgressAnswer.WriteAsync(context, progress => copier.CopyAsync(request, progress, context.RequestAborted));
    }
}
