using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Heads;
using Warewulf.Core.Api.Images;
using Warewulf.Silo.Heads;

namespace Warewulf.Silo.Api;

/// <summary>What heads ask each other.</summary>
internal static class HeadEndpoints
{
    private const string FramesMediaType = "application/octet-stream";

    public static void MapHeads(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Routes.HeadCopy, CopyAsync);
        routes.MapPost(Routes.HeadOverlays, OverlaysAsync);
    }

    private static async Task OverlaysAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ApiJsonContext.Default.OverlayShareRequest);
        context.Response.ContentType = FramesMediaType;
        await context.Service<OverlayDesk>().AnswerAsync(request, context.Response.Body, context.RequestAborted);
    }

    private static async Task CopyAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ApiJsonContext.Default.CopyRequest);
        try
        {
            await context.Service<CopyDesk>().CopyAsync(request, answer => WriteLineAsync(context, answer), context.RequestAborted);
        }
        catch (WarewulfException e) when (context.Response.HasStarted)
        {
            await WriteLineAsync(context, new CopyAnswer(0, 0) { Error = new ApiError(e.Code, e.Message) });
        }
    }

    private static async Task WriteLineAsync(HttpContext context, CopyAnswer answer)
    {
        context.Response.ContentType ??= ImageAnswer.MediaType;
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(answer, ApiJsonContext.Default.CopyAnswer), (byte)'\n'];
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
