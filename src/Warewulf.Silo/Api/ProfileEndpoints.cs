using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Warewulf.Core.Api;
using Warewulf.Silo.Profiles;

namespace Warewulf.Silo.Api;

/// <summary>Profiles over HTTP.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Profiles, context =>
            context.AnswerAsync(context.Service<ProfileService>().List(), ApiJsonContext.Default.ProfileListResponse));

        routes.MapChange(
            Routes.ProfilesAdd,
            ApiJsonContext.Default.ProfileChangeRequest,
            (context, request) => context.Service<ProfileService>().AddAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.ProfilesSet,
            ApiJsonContext.Default.ProfileChangeRequest,
            (context, request) => context.Service<ProfileService>().SetAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.ProfilesDelete,
            ApiJsonContext.Default.ProfileDeleteRequest,
            (context, request) => context.Service<ProfileService>().DeleteAsync(request, context.RequestAborted));
    }
}
