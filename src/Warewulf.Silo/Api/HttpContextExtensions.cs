using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Warewulf.Core;
using Warewulf.Core.Api;

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

    /// <summary>Answers with a document.</summary>
    public static Task AnswerAsync<T>(this HttpContext context, T value, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(value, type, cancellationToken: context.RequestAborted);
}
