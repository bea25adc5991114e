using Microsoft.AspNetCore.Routing;
using Warewulf.Core.Api;
using Warewulf.Silo.Configure;

namespace Warewulf.Silo.Api;

/// <summary>The services of heads over HTTP.</summary>
internal static class ConfigureEndpoints
{
    public static void MapConfigure(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            Routes.Configure,
            ApiJsonContext.Default.ConfigureRequest,
            ApiJsonContext.Default.ConfigureResponse,
            (context, request) => context.Service<ConfigureService>().RunAsync(request, context.RequestAborted));

        routes.MapPost(
            Routes.HeadConfigure,
            ApiJsonContext.Default.ConfigureRequest,
            ApiJsonContext.Default.HeadReport,
            (context, request) => context.Service<HeadConfigurator>().RunAsync(request, context.RequestAborted));
    }
}
