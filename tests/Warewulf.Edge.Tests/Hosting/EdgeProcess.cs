using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Segments;
using Warewulf.Edge.Tests.Dhcp;
using Warewulf.Edge.Tests.Link;

namespace Warewulf.Edge.Tests.Hosting;

/// <summary>The program <c>wwedge</c> in a network namespace, with a head in this process: they meet at a socket in the file system.</summary>
internal sealed class EdgeProcess : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly byte[] _unknownScript = "#!ipxe\necho {{.Hwaddr}} is unknown\n"u8.ToArray();
    private readonly SegmentSnapshot _snapshot;
    private TinyHead? _head;

    private EdgeProcess(SegmentSnapshot snapshot) => _snapshot = snapshot;

    /// <summary>What the edge says.</summary>
    public IEnumerable<string> Lines => _lines;

    /// <summary>What it told the head.</summary>
    public ConcurrentQueue<BootEvent> Events { get; } = new();

    /// <summary>For what it asked the head an address.</summary>
    public ConcurrentQueue<LeaseRequest> Leases { get; } = new();

    /// <summary>What the head answers to that.</summary>
    public Func<LeaseRequest, LeaseResponse> Lease { get; set; } = _ => new LeaseResponse(false);

    /// <summary>Starts it; done when it serves DHCP and TFTP.</summary>
    public static async Task<EdgeProcess> StartAsync(NetworkNamespaces namespaces, string name, SegmentSnapshot snapshot, params (string Name, byte[] Content)[] loaders)
    {
        var edge = new EdgeProcess(snapshot);
        Directory.CreateDirectory(edge._directory.Below("share/boot"));
        foreach (var (file, content) in loaders)
        {
            await File.WriteAllBytesAsync(edge._directory.Below("share/boot/" + file), content);
        }

        var socket = edge._directory.Below("head.sock");
        edge._head = await TinyHead.StartAsync(socket);
        edge._head.Answer = edge.AnswerAsync;
        var program = Path.Combine(AppContext.BaseDirectory, "wwedge.dll");
        var process = namespaces.Start(
            name, "env", $"WAREWULF_SHARE={edge._directory.Below("share")}", "dotnet", "exec", program, "--root", edge._directory.Below("root"),
            "--head", "unix:" + socket, "--name", "edge1");
        process.OutputDataReceived += (_, e) => edge._lines.Enqueue(e.Data ?? "");
        process.ErrorDataReceived += (_, e) => edge._lines.Enqueue(e.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        foreach (var sign in new[] { "Answering DHCP", "TFTP server listening" })
        {
            await Eventually.HoldsAsync(
                () => process.HasExited || edge._lines.Any(line => line.Contains(sign, StringComparison.Ordinal)), $"'{sign}' in the log: {string.Join('\n', edge._lines)}");
        }

        Assert.False(process.HasExited, string.Join('\n', edge._lines));
        return edge;
    }

    /// <summary>Ends the head; the edge itself ends with its namespace.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_head is not null)
        {
            await _head.DisposeAsync();
        }

        _directory.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        switch (path)
        {
            case Routes.EdgeSnapshot when context.Request.Query[Routes.AfterParameter].ToString() == $"{_snapshot.Revision}":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case Routes.EdgeSnapshot:
                await WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(_snapshot, ApiJsonContext.Default.SegmentSnapshot));
                break;
            case Routes.EdgePlan:
                var unknown = new PlanResponse { UnknownScript = new ArtifactRef(ArtifactDigest.Of(_unknownScript), _unknownScript.Length, "unconfigured.ipxe") };
                await WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(unknown, ApiJsonContext.Default.PlanResponse));
                break;
            case Routes.EdgeLease:
                var request = (await JsonSerializer.DeserializeAsync(context.Request.Body, ApiJsonContext.Default.LeaseRequest))!;
                Leases.Enqueue(request);
                await WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(Lease(request), ApiJsonContext.Default.LeaseResponse));
                break;
            case Routes.EdgeEvents:
                var batch = (await JsonSerializer.DeserializeAsync(context.Request.Body, ApiJsonContext.Default.BootEventBatch))!;
                batch.Events.ToList().ForEach(Events.Enqueue);
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            default:
                await WriteAsync(context, _unknownScript);
                break;
        }
    }

    private static Task WriteAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}
