using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Silo.Api;

/// <summary>Turns every failure of a request into an <see cref="ApiError"/> with the status of its code.</summary>
internal sealed partial class ProblemMapping
{
    private readonly RequestDelegate _next;
    private readonly ILogger<ProblemMapping> _logger;

    public ProblemMapping(RequestDelegate next, ILogger<ProblemMapping> logger)
    {
        _next = next;
        _logger = logger;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await _next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; there is nobody to tell.
        }
        catch (WarewulfException e)
        {
            Log(context, e);
            await WriteAsync(context, new ApiError(e.Code, e.Message));
        }
        catch (BadHttpRequestException e)
        {
            LogRefused(context.Request.Method, context.Request.Path, ApiErrorCode.Invalid, e.Message);
            await WriteAsync(context, new ApiError(ApiErrorCode.Invalid, $"The request cannot be read: {e.Message}"));
        }
        catch (Exception e)
        {
            LogDefect(e, context.Request.Method, context.Request.Path);
            await WriteAsync(
                context, new ApiError(ApiErrorCode.Internal, "The head failed to do this; the reason is in its log: journalctl -u warewulfd."));
        }
    }

    /// <summary>The HTTP status of a code.</summary>
    public static int Status(ApiErrorCode code) => code switch
    {
        ApiErrorCode.Invalid => StatusCodes.Status400BadRequest,
        ApiErrorCode.NotFound => StatusCodes.Status404NotFound,
        ApiErrorCode.Conflict => StatusCodes.Status409Conflict,
        ApiErrorCode.Unauthorized => StatusCodes.Status401Unauthorized,
        ApiErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        ApiErrorCode.Busy => StatusCodes.Status429TooManyRequests,
        ApiErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    // What the caller got wrong is the caller's to see; what keeps the head from working is for whoever runs it.
    private void Log(HttpContext context, WarewulfException failure)
    {
        var (method, path) = (context.Request.Method, context.Request.Path);
        switch (failure.Code)
        {
            case ApiErrorCode.Internal:
                LogFailed(failure, method, path, failure.Message);
                break;
            case ApiErrorCode.Unavailable:
                LogUnavailable(failure, method, path, failure.Message);
                break;
            case ApiErrorCode.Unauthorized:
                LogUnauthorized(method, path, context.Connection.RemoteIpAddress?.ToString() ?? "the socket");
                break;
            default:
                LogRefused(method, path, failure.Code, failure.Message);
                break;
        }
    }

    private static async Task WriteAsync(HttpContext context, ApiError error)
    {
        if (ProgressAnswer.IsIn(context))
        {
            await ProgressAnswer.WriteLineAsync(context, new ImageAnswer { Error = error });
            return;
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = Status(error.Code);
        await context.Response.WriteAsJsonAsync(error, ApiJsonContext.Default.ApiError);
    }
}
