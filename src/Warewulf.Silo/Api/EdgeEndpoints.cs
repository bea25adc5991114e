using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Segments;
using Warewulf.Core.Validation;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Segments;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Boot;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Segments;

namespace Warewulf.Silo.Api;

/// <summary>What edges ask over HTTP.</summary>
internal static class EdgeEndpoints
{
    /// <summary>How long an edge's question for a newer snapshot stays open; shorter than the idle time of common proxies.</summary>
    internal static readonly TimeSpan WatchTime = TimeSpan.FromSeconds(30);

    public static void MapEdges(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            Routes.EdgePlan,
            ApiJsonContext.Default.PlanRequest,
            ApiJsonContext.Default.PlanResponse,
            (context, request) => context.Service<BootDesk>().PlanAsync(request, context.RequestAborted));

        routes.MapPost(Routes.EdgeEvents, async context =>
        {
            var batch = await context.ReadAsync(ApiJsonContext.Default.BootEventBatch);
            await context.Service<BootDesk>().ReportAsync(batch, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });

        routes.MapPost(
            Routes.EdgeLease,
            ApiJsonContext.Default.LeaseRequest,
            ApiJsonContext.Default.LeaseResponse,
            (context, request) => context.Service<LeaseDesk>().LeaseAsync(request, context.RequestAborted));

        routes.MapPost(Routes.EdgeLeaseRelease, async context =>
        {
            var release = await context.ReadAsync(ApiJsonContext.Default.LeaseRelease);
            await context.Service<IGrains>().Segment(release.Segment).ReleaseAsync(release, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });

        routes.MapGet(Routes.EdgeSnapshot, SnapshotAsync);
        routes.MapGet(Routes.EdgeBlobs + "/{digest}", BlobAsync);
    }

    private static async Task SnapshotAsync(HttpContext context)
    {
        var text = context.Request.Query[Routes.AfterParameter].ToString();
        if (!long.TryParse(text.Length == 0 ? "-1" : text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var after))
        {
            throw WarewulfException.Invalid($"'{Names.Printable(text)}' is not a revision number.");
        }

        var digest = context.Request.Query[Routes.DigestParameter].ToString();

        // Nobody waits for a head that is about to stop; who asked goes to another one.
        var stopping = context.Service<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        SegmentSnapshot? snapshot = null;
        try
        {
            snapshot = await context.Service<SnapshotService>().NextAsync(after, digest.Length == 0 ? null : digest, WatchTime, either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }

        if (snapshot is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await context.AnswerAsync(snapshot, ApiJsonContext.Default.SegmentSnapshot);
    }

    private static async Task BlobAsync(HttpContext context)
    {
        var digest = ArtifactDigest.Parse(context.Request.RouteValues["digest"] as string ?? "");
        if (context.Request.Query[Routes.VerifyParameter] == "true")
        {
            await context.Service<BlobRepair>().CheckAsync(digest, pace: null, context.RequestAborted);
        }

        var path = await context.Service<BlobRelay>().FindAsync(digest, context.Request.Query[Routes.LocalParameter] == "true", context.RequestAborted);
        await TypedResults.PhysicalFile(path, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context);
    }
}
