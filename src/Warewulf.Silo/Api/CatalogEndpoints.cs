using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Validation;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Api;

/// <summary>The catalog's history, and the catalog as a whole, over HTTP.</summary>
internal static class CatalogEndpoints
{
    private const int DefaultLimit = 20;
    private const int MostEntries = 1_000;

    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.CatalogHistory, async context =>
        {
            var limit = Math.Clamp(Number(context, Routes.LimitParameter) ?? DefaultLimit, 1, MostEntries);
            var before = Number(context, Routes.BeforeParameter) ?? long.MaxValue;
            var entries = await context.Service<CatalogHistory>().ListAsync(before, (int)limit, context.RequestAborted);
            await context.AnswerAsync(
                new HistoryResponse(context.Service<CatalogService>().Current.Revision, entries), ApiJsonContext.Default.HistoryResponse);
        });

        routes.MapGet(Routes.CatalogDiff, async context =>
        {
            var history = context.Service<CatalogHistory>();
            var to = Number(context, Routes.ToParameter) ?? context.Service<CatalogService>().Current.Revision;
            var from = Number(context, Routes.FromParameter) ?? Math.Max(to - 1, 0);
            var before = await history.AtAsync(from, context.RequestAborted);
            var after = await history.AtAsync(to, context.RequestAborted);
            await context.AnswerAsync(new DiffResponse(from, to, CatalogDiff.Between(before, after)), ApiJsonContext.Default.DiffResponse);
        });

        routes.MapGet(Routes.CatalogDeclared, async context =>
        {
            var declared = await context.Service<DeclaredService>().ReadAsync(context.Hosts(), Number(context, Routes.RevisionParameter), context.RequestAborted);
            await context.AnswerAsync(declared, ApiJsonContext.Default.DeclaredResponse);
        });

        routes.MapChange(
            Routes.CatalogDeclare,
            ApiJsonContext.Default.DeclareRequest,
            (context, request) => context.Service<DeclaredService>().DeclareAsync(request, context.RequestAborted));

        routes.MapChange(
            Routes.CatalogRollback,
            ApiJsonContext.Default.RollbackRequest,
            (context, request) => context.Service<DeclaredService>().RollbackAsync(request, context.RequestAborted));
    }

    private static long? Number(HttpContext context, string name)
    {
        var text = context.Request.Query[name].ToString();
        return text.Length == 0 ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw WarewulfException.Invalid($"{name}: '{Names.Printable(text)}' is not a revision or a number.");
    }
}
