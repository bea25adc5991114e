using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Silo.Images;

namespace Warewulf.Silo.Api;

/// <summary>Answers a request that takes long: with lines that say how far it is, where the caller wants them, and then the result.</summary>
internal static class ProgressAnswer
{
    /// <summary>Does the work and answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="work">The work, which ends itself when the caller hangs up.</param>
    public static async Task WriteAsync(HttpContext context, Func<IProgress<ImageProgress>?, Task<ImageResponse>> work)
    {
        if (!context.Request.Headers.Accept.ToString().Contains(ImageAnswer.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            await context.AnswerAsync(await work(null), ApiJsonContext.Default.ImageResponse);
            return;
        }

        var result = await ProgressFeed.RunAsync(work, progress => TellAsync(context, progress), context.Service<TimeProvider>(), context.RequestAborted);
        if (context.Response.HasStarted)
        {
            await WriteLineAsync(context, new ImageAnswer { Result = result });
        }
        else
        {
            await context.AnswerAsync(result, ApiJsonContext.Default.ImageResponse);
        }
    }

    /// <summary>Whether the response is one of lines, so that an error has to be one too.</summary>
    public static bool IsIn(HttpContext context) => context.Response.HasStarted && context.Response.ContentType == ImageAnswer.MediaType;

    /// <summary>Writes one line.</summary>
    public static async Task WriteLineAsync(HttpContext context, ImageAnswer line)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, ApiJsonContext.Default.ImageAnswer), (byte)'\n'];
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static Task TellAsync(HttpContext context, ImageProgress progress)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = ImageAnswer.MediaType;
        }

        return WriteLineAsync(context, new ImageAnswer { Progress = progress });
    }
}
