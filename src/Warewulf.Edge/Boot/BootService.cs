using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Edge.Cache;

namespace Warewulf.Edge.Boot;

/// <summary>Answers what machines ask over HTTP: which file, or which script, or why not.</summary>
internal sealed partial class BootService
{
    private const int FirstUnprivilegedPort = 1024;

    private readonly SnapshotStore _snapshots;
    private readonly BootPlans _plans;
    private readonly BlobCache _blobs;
    private readonly EventSpool _events;
    private readonly Acquaintances _machines;
    private readonly RepeatedReports _reports;
    private readonly StatusBoard _board;
    private readonly TimeProvider _time;
    private readonly ILogger<BootService> _logger;

    public BootService(
        SnapshotStore snapshots, BootPlans plans, BlobCache blobs, EventSpool events, Acquaintances machines, RepeatedReports reports, StatusBoard board,
        TimeProvider time, ILogger<BootService> logger)
    {
        _snapshots = snapshots;
        _plans = plans;
        _blobs = blobs;
        _events = events;
        _machines = machines;
        _reports = reports;
        _board = board;
        _time = time;
        _logger = logger;
    }

    /// <summary>Answers a request for a script or an artifact.</summary>
    public async Task<BootAnswer> AnswerAsync(BootRequest request, CancellationToken cancellationToken)
    {
        var stage = Stage(request.Stage);
        if (stage is null)
        {
            return BootAnswer.Refuse(HttpStatusCode.NotFound);
        }

        if (stage == BootStage.Runtime && _snapshots.Current?.Snapshot.Secure == true && request.RemotePort >= FirstUnprivilegedPort)
        {
            LogInsecurePort(request.Mac, request.Remote, request.RemotePort);
            return BootAnswer.Refuse(HttpStatusCode.Unauthorized);
        }

        if (stage == BootStage.Script)
        {
            _machines.Note(request.Mac);
            _reports.Begin(request.Mac);
        }

        PlanResponse response;
        try
        {
            response = stage == BootStage.Script
                ? await _plans.BeginAsync(request.Mac, cancellationToken)
                : await _plans.CurrentAsync(request.Mac, stage.Value, cancellationToken);
        }
        catch (WarewulfException e)
        {
            LogNoPlan(request.Mac, request.Stage, e.Message);
            return BootAnswer.Refuse(HttpStatusCode.ServiceUnavailable);
        }

        if (response.Plan is not { } plan)
        {
            return await UnknownAsync(request, stage.Value, response, cancellationToken);
        }

        if (!Presents(plan.AssetKey, request.AssetKey))
        {
            _board.Note(plan.Node, request.Stage, "BAD_ASSET", request.Remote);
            LogBadAsset(request.Mac, plan.Node);
            return BootAnswer.Refuse(HttpStatusCode.Unauthorized);
        }

        if (stage == BootStage.Script)
        {
            _plans.Pin(request.Mac, response);
        }

        return stage == BootStage.Script
            ? await ScriptAsync(request, plan, cancellationToken)
            : await ArtifactAsync(request, stage.Value, plan, cancellationToken);
    }

    /// <summary>Takes what a machine says of itself: <c>init</c>, <c>ready</c> or <c>failed</c>.</summary>
    /// <returns>Whether there is such a stage, and the machine is one that this edge has to do with.</returns>
    public bool Report(BootRequest request, string stage, string? reason)
    {
        const int LongestReason = 200;
        BootStage? reached = stage switch
        {
            "init" => BootStage.Init,
            "ready" => BootStage.Ready,
            "failed" => BootStage.Failed,
            _ => null,
        };
        if (reached is not { } known)
        {
            return false;
        }

        if (!_machines.Includes(request.Mac))
        {
            LogStranger(request.Mac, stage, request.Remote);
            return false;
        }

        _plans.End(request.Mac);
        var clean = reason is null ? null : string.Concat(reason.EnumerateRunes().Take(LongestReason).Select(Printable));
        if (_snapshots.Current?.Find(request.Mac) is { } host)
        {
            _board.Note(host.Node, stage, clean ?? "", request.Remote);
        }

        if (_reports.IsNews(request.Mac, known, out var repeated))
        {
            _events.Add(new BootEvent(request.Mac, known, _time.GetUtcNow()) { Address = request.Remote, Reason = clean });
            LogReported(request.Mac, stage, clean ?? "");
            if (repeated > 0)
            {
                LogRepeated(request.Mac, stage, repeated);
            }
        }

        return true;
    }

    /// <summary>Notes that a boot loader went out whole.</summary>
    public void LoaderSent(BootRequest request, string file, long bytes) => Sent(request, BootStage.Loader, file, bytes, plan: null);

    /// <summary>Notes that an answer went out whole.</summary>
    public void Sent(BootRequest request, BootAnswer answer, long bytes)
    {
        if (answer.Stage is { } stage)
        {
            Sent(request, stage, answer.FileName, bytes, answer.Plan);
        }
    }

    private void Sent(BootRequest request, BootStage stage, string file, long bytes, BootPlan? plan)
    {
        _events.Add(new BootEvent(request.Mac, stage, _time.GetUtcNow())
        {
            Address = request.Remote,
            File = file,
            Bytes = bytes,
            Revision = plan?.Revision,
            ImageName = plan?.ImageName,
        });
        if (_snapshots.Current?.Find(request.Mac) is { } host)
        {
            _board.Note(host.Node, request.Stage, file, request.Remote);
        }

        LogSent(request.Mac, request.Stage, file, bytes, request.Remote);
    }

    private static BootStage? Stage(string name) => name switch
    {
        "ipxe" => BootStage.Script,
        "kernel" => BootStage.Kernel,
        "initramfs" => BootStage.Initramfs,
        "image" => BootStage.Image,
        "system" => BootStage.System,
        "runtime" => BootStage.Runtime,
        _ => null,
    };

    private static bool Presents(string? expected, string? presented) =>
        string.IsNullOrEmpty(expected) || CryptographicOperations.FixedTimeEquals(Digest(expected), Digest(presented ?? ""));

    // Boot loaders send the firmware's asset tag as it is, the node's client with underscores for blanks.
    private static byte[] Digest(string assetKey) => SHA256.HashData(Encoding.UTF8.GetBytes(assetKey.Replace(' ', '_')));

    private async Task<BootAnswer> UnknownAsync(
        BootRequest request, BootStage stage, PlanResponse response, CancellationToken cancellationToken)
    {
        if (stage != BootStage.Script)
        {
            return BootAnswer.Refuse(HttpStatusCode.BadRequest);
        }

        if (response.UnknownScript is not { } script)
        {
            return BootAnswer.Refuse(HttpStatusCode.NotFound);
        }

        if (request.Compress is not null)
        {
            return BootAnswer.Refuse(HttpStatusCode.NotFound);
        }

        LogUnknown(request.Mac, request.Remote);
        return await RenderAsync(
            request, plan: null, script, template => BootScript.RenderUnknown(script.FileName, template, request.Mac), cancellationToken);
    }

    private async Task<BootAnswer> ScriptAsync(BootRequest request, BootPlan plan, CancellationToken cancellationToken)
    {
        foreach (var problem in plan.Problems)
        {
            LogProblem(request.Mac, plan.Node, problem);
        }

        // A script is never kept compressed.
        if (plan.Script is not { } script || request.Compress is not null)
        {
            return Nothing(request, plan, HttpStatusCode.NotFound);
        }

        return await RenderAsync(
            request,
            plan,
            script,
            template => BootScript.Render(script.FileName, template, plan, request.Mac, request.Local),
            cancellationToken);
    }

    private async Task<BootAnswer> RenderAsync(
        BootRequest request, BootPlan? plan, ArtifactRef script, Func<string, string> render, CancellationToken cancellationToken)
    {
        try
        {
            return BootAnswer.Script(script.FileName, render(await ReadAsync(script, cancellationToken)), plan);
        }
        catch (Exception e) when (e is WarewulfException or IOException or UnauthorizedAccessException)
        {
            LogNoArtifact(request.Mac, plan?.Node.ToString() ?? "none", script.FileName, e.Message);
            return BootAnswer.Refuse(
                e is WarewulfException { Code: ApiErrorCode.Invalid } ? HttpStatusCode.InternalServerError : HttpStatusCode.ServiceUnavailable);
        }
    }

    private async Task<BootAnswer> ArtifactAsync(
        BootRequest request, BootStage stage, BootPlan plan, CancellationToken cancellationToken)
    {
        var artifact = stage switch
        {
            BootStage.Kernel => plan.Kernel,
            BootStage.Initramfs => plan.Initramfs,
            BootStage.Image => plan.Image,
            BootStage.System => plan.System,
            BootStage.Runtime => plan.Runtime,
            _ => throw new InvalidOperationException($"Stage {stage} has no artifact."),
        };
        if (artifact is null)
        {
            // As Warewulf tells them apart: a thing that ought to be there but was not made is missing; one that was never declared is asked for by mistake.
            var declared = stage is BootStage.System or BootStage.Runtime || (stage == BootStage.Image && plan.ImageName.Length > 0);
            return Nothing(request, plan, declared ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest);
        }

        // Only gzip is kept, and only archives are: anything else that is asked for compressed is not there.
        if (request.Compress is { } wanted && (wanted != "gz" || !artifact.Gzip))
        {
            return Nothing(request, plan, HttpStatusCode.NotFound);
        }

        try
        {
            var content = await _blobs.OpenAsync(artifact, plain: request.Compress is null, cancellationToken);
            return BootAnswer.File(artifact, content, stage, plain: artifact.Gzip && request.Compress is null);
        }
        catch (Exception e) when (e is WarewulfException or IOException or UnauthorizedAccessException)
        {
            LogNoArtifact(request.Mac, plan.Node.ToString(), artifact.FileName, e.Message);
            return BootAnswer.Refuse(HttpStatusCode.ServiceUnavailable);
        }
    }

    private BootAnswer Nothing(BootRequest request, BootPlan plan, HttpStatusCode status)
    {
        _board.Note(plan.Node, request.Stage, status == HttpStatusCode.NotFound ? "NOT_FOUND" : "BAD_REQUEST", request.Remote);
        return BootAnswer.Refuse(status);
    }

    private async Task<string> ReadAsync(ArtifactRef script, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await _blobs.OpenAsync(script, plain: false, cancellationToken));
        return await reader.ReadToEndAsync(cancellationToken);
    }

    // What a machine says goes into logs and terminals.
    private static string Printable(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            ? " "
            : rune.ToString();
}
