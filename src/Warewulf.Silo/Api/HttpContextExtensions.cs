using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Api;

/// <summary>What every endpoint does: reads a request, finds a service, answers in JSON.</summary>
internal static class HttpContextExtensions
{
    /// <summary>The service of the given type.</summary>
    public static T Service<T>(this HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    /// <summary>Reads the body.</summary>
    /// <exception cref="WarewulfException">There is none, or it is not what is expected.</exception>
    public static async Task<T> ReadAsync<T>(this HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted)
                ?? throw WarewulfException.Invalid("The request has no body.");
        }
        catch (JsonException e)
        {
            var reason = e.InnerException is WarewulfException inner ? inner.Message : e.Message;
            throw new WarewulfException(ApiErrorCode.Invalid, $"The request cannot be read: {reason}", e);
        }
    }

    /// <summary>The hostlists of the query.</summary>
    public static IReadOnlyList<string> Hosts(this HttpContext context) =>
        [.. context.Request.Query[Routes.HostsParameter].OfType<string>().Where(list => list.Length > 0)];

    /// <summary>Maps a POST that takes one document and answers with another.</summary>
    public static void MapPost<TRequest, TResponse>(
        this IEndpointRouteBuilder routes,
        string path,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        Func<HttpContext, TRequest, Task<TResponse>> answer)
        where TRequest : class =>
        routes.MapPost(path, async context => await context.AnswerAsync(await answer(context, await context.ReadAsync(requestType)), responseType));

    /// <summary>Maps a POST that changes the catalog. <c>If-Match: "N"</c> says the same as the request's own revision number.</summary>
    public static void MapChange<TRequest>(
        this IEndpointRouteBuilder routes, string path, JsonTypeInfo<TRequest> requestType, Func<HttpContext, TRequest, Task<CommitResponse>> answer)
        where TRequest : ChangeRequest =>
        routes.MapPost(path, async context =>
        {
            var request = await context.ReadAsync(requestType);
            if (context.Request.Headers.IfMatch.ToString() is { Length: > 0 } match and not "*")
            {
                request = (TRequest)(request with { IfRevision = Revision(match) });
            }

            var response = await answer(context, request);

            // Whatever is wrong with overlays is told until it is mended, whoever changes what.
            response = response with { Warnings = [.. response.Warnings, .. context.Service<OverlayProblems>().Current] };
            context.Response.Headers.ETag = $"\"{response.Revision}\"";
            await context.AnswerAsync(response, ApiJsonContext.Default.CommitResponse);
        });

    /// <summary>Answers with a document.</summary>
    public static Task AnswerAsync<T>(this HttpContext context, T value, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(value, type, cancellationToken: context.RequestAborted);

    private static long Revision(string match) =>
        long.TryParse(match.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw WarewulfException.Invalid($"If-Match: '{Core.Validation.Names.Printable(match)}' is not a revision: write it as \"17\".");
}
