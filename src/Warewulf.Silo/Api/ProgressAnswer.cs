using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Silo.Api;

/// <summary>Answers a request that takes long: with lines that say how far it is, where the caller wants them, and then the result.</summary>
internal static class ProgressAnswer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

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

        // Only the latest is of interest to somebody who looks four times a second.
        var latest = Channel.CreateBounded<ImageProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var running = RunAsync(work, latest.Writer);
        try
        {
            await TellAsync(context, latest.Reader, running);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The work notices it too; until it has ended its lock is held and its files are there.
        }

        var result = await running;
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

    private static async Task<ImageResponse> RunAsync(Func<IProgress<ImageProgress>?, Task<ImageResponse>> work, ChannelWriter<ImageProgress> latest)
    {
        try
        {
            return await work(new Latest(latest));
        }
        finally
        {
            latest.Complete();
        }
    }

    private static async Task TellAsync(HttpContext context, ChannelReader<ImageProgress> latest, Task running)
    {
        var time = context.Service<TimeProvider>();
        await foreach (var progress in latest.ReadAllAsync(context.RequestAborted))
        {
            if (!context.Response.HasStarted)
            {
                context.Response.ContentType = ImageAnswer.MediaType;
            }

            await WriteLineAsync(context, new ImageAnswer { Progress = progress });
            await Task.WhenAny(running, Task.Delay(Pause, time, context.RequestAborted));
        }
    }

    private sealed class Latest(ChannelWriter<ImageProgress> writer) : IProgress<ImageProgress>
    {
        public void Report(ImageProgress value) => writer.TryWrite(value);
    }
}
