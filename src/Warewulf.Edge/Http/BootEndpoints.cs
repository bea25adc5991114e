using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Cache;

namespace Warewulf.Edge.Http;

/// <summary>The nodes' HTTP server: boot scripts and artifacts under the paths that Warewulf gave them.</summary>
internal static class BootEndpoints
{
    private const string RetryAfterSeconds = "5";
    private const string Loaders = "/efiboot/";

    /// <summary>Maps every path. Methods other than GET and HEAD are answered like GET, since some firmware posts.</summary>
    public static void MapBoot(this WebApplication app) => app.Run(AnswerAsync);

    private static Task AnswerAsync(HttpContext context)
    {
        var path = Normal(context.Request.Path.Value ?? "");
        return path switch
        {
            "/status" => StatusAsync(context),
            _ when path.StartsWith("/status/", StringComparison.Ordinal) || !BootRequestReader.IsRoute(path) => Refuse(context, StatusCodes.Status404NotFound),
            _ when path.StartsWith("/event/", StringComparison.Ordinal) => EventAsync(context, path),
            _ when path.StartsWith(Loaders, StringComparison.Ordinal) => LoaderAsync(context, path),
            "/event" or "/efiboot" => Refuse(context, StatusCodes.Status404NotFound),
            _ => BootAsync(context, path),
        };
    }

    // shim appends names to a URL that ends in a slash and cannot follow a redirect.
    private static string Normal(string path)
    {
        while (path.Contains("//", StringComparison.Ordinal))
        {
            path = path.Replace("//", "/", StringComparison.Ordinal);
        }

        return path;
    }

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task StatusAsync(HttpContext context)
    {
        var services = context.RequestServices;
        using var body = new MemoryStream();
        services.GetRequiredService<StatusBoard>().WriteTo(body, services.GetRequiredService<SnapshotStore>().Current);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
    }

    private static Task EventAsync(HttpContext context, string path)
    {
        var services = context.RequestServices;
        var request = services.GetRequiredService<BootRequestReader>().Read(context, path);
        var query = context.Request.Query;
        var taken = request is not null
            && services.GetRequiredService<BootService>().Report(
                request, BootRequestReader.Value(query["stage"]) ?? "", BootRequestReader.Value(query["reason"]));
        if (!taken)
        {
            return Refuse(context, StatusCodes.Status400BadRequest);
        }

        // A body rather than 204: iPXE takes an answer without one for a download that failed.
        var body = "ok\n"u8.ToArray();
        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static async Task LoaderAsync(HttpContext context, string path)
    {
        var services = context.RequestServices;
        var name = path.Length > Loaders.Length ? path[Loaders.Length..] : BootRequestReader.Value(context.Request.Query["file"]) ?? "";
        if (services.GetRequiredService<LoaderFiles>().Open(name).Handle is not { } handle)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using var content = new FileStream(handle, FileAccess.Read);
        var changed = File.GetLastWriteTimeUtc(handle);
        var sent = await SendAsync(context, TypedResults.Stream(
            content,
            "application/efi",
            lastModified: changed,
            entityTag: new EntityTagHeaderValue($"\"{changed.Ticks:x}-{content.Length:x}\""),
            enableRangeProcessing: true));
        if (sent is { } bytes && services.GetRequiredService<BootRequestReader>().Read(context, path) is { } request)
        {
            services.GetRequiredService<BootService>().LoaderSent(request, Path.GetFileName(name.Replace('\\', '/')), bytes);
        }
    }

    private static async Task BootAsync(HttpContext context, string path)
    {
        var services = context.RequestServices;
        var request = services.GetRequiredService<BootRequestReader>().Read(context, path);
        if (request is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var boot = services.GetRequiredService<BootService>();
        var answer = await boot.AnswerAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.Status;
        if (answer.Status == HttpStatusCode.ServiceUnavailable)
        {
            // iPXE waits that long by itself and asks again; without it, it counts a failure.
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (answer.Content is { } content)
        {
            var sent = await SendAsync(context, TypedResults.Stream(
                content,
                "application/octet-stream",
                lastModified: content is FileStream file ? File.GetLastWriteTimeUtc(file.SafeFileHandle) : null,
                entityTag: new EntityTagHeaderValue($"\"{answer.Tag}\""),
                enableRangeProcessing: true));
            if (sent is { } bytes)
            {
                boot.Sent(request, answer, bytes);
            }
        }
        else if (answer.Body is not null)
        {
            await SendTextAsync(context, boot, request, answer);
        }
    }

    /// <summary>Sends a file, or the part of it that is asked for.</summary>
    /// <returns>The number of bytes sent when the last one of the file was among them; else nothing.</returns>
    private static async Task<long?> SendAsync(HttpContext context, FileStreamHttpResult file)
    {
        var response = context.Response;
        var body = response.Body;
        var counting = new CountingBody(response.BodyWriter);
        response.Body = counting;
        try
        {
            await file.ExecuteAsync(context);
        }
        finally
        {
            response.Body = body;
        }

        var isWhole = counting.Written == response.ContentLength && ReachesEnd(response) && !HttpMethods.IsHead(context.Request.Method);
        return isWhole && !context.RequestAborted.IsCancellationRequested ? counting.Written : null;
    }

    // A HEAD or a middle range only looks.
    private static bool ReachesEnd(HttpResponse response) => response.StatusCode switch
    {
        StatusCodes.Status200OK => true,
        StatusCodes.Status206PartialContent =>
            ContentRangeHeaderValue.TryParse(response.Headers.ContentRange.ToString(), out var range) && range.To + 1 == range.Length,
        _ => false,
    };

    private static async Task SendTextAsync(HttpContext context, BootService boot, BootRequest request, BootAnswer answer)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = answer.Body!.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
        boot.Sent(request, answer, answer.Body.Length);
    }
}
