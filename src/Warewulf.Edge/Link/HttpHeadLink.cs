using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Edge.Link;

/// <summary>Talks HTTP to the heads, over TCP or a unix socket.</summary>
internal sealed partial class HttpHeadLink : IHeadLink, IDisposable
{
    private static readonly TimeSpan SnapshotPatience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a head that failed is asked after the others, so that not every call waits for it again.</summary>
    private static readonly TimeSpan Avoidance = TimeSpan.FromSeconds(5);

    private readonly HeadClient[] _heads;
    private readonly string _edge;
    private readonly TimeProvider _time;
    private readonly ILogger<HttpHeadLink> _logger;

    public HttpHeadLink(EdgeOptions options, TimeProvider time, ILogger<HttpHeadLink> logger)
    {
        _heads = [.. options.Heads.DistinctBy(address => address.Text).Select(address => new HeadClient(address, options.Token))];
        _edge = options.Name;
        _time = time;
        _logger = logger;
    }

    public async Task<PlanResponse> PlanAsync(MacAddress mac, BootStage stage, CancellationToken cancellationToken) =>
        await PostAsync(
            mac.ToString(), Routes.EdgePlan, new PlanRequest(mac, _edge) { Stage = stage }, ApiJsonContext.Default.PlanRequest,
            ApiJsonContext.Default.PlanResponse, cancellationToken);

    public async Task<LeaseResponse> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken) =>
        await PostAsync(
            request.Segment.ToString(), Routes.EdgeLease, request, ApiJsonContext.Default.LeaseRequest,
            ApiJsonContext.Default.LeaseResponse, cancellationToken);

    public Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken) =>
        PostAsync(release.Segment.ToString(), Routes.EdgeLeaseRelease, release, ApiJsonContext.Default.LeaseRelease, cancellationToken);

    public Task ReportAsync(BootEventBatch batch, CancellationToken cancellationToken) =>
        PostAsync(_edge, Routes.EdgeEvents, batch, ApiJsonContext.Default.BootEventBatch, cancellationToken);

    public Task<SegmentSnapshot?> SnapshotAsync(SegmentSnapshot? known, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{Routes.EdgeSnapshot}?{Routes.AfterParameter}={known?.Revision ?? -1}");
        path += known?.Digest is { } digest ? $"&{Routes.DigestParameter}={Uri.EscapeDataString(digest)}" : "";
        return SendAsync(
            _edge,
            () => new HttpRequestMessage(HttpMethod.Get, path),
            known is null ? CallPatience : SnapshotPatience,
            async (response, limit) =>
            {
                using (response)
                {
                    return response.StatusCode == HttpStatusCode.NoContent
                        ? null
                        : await response.Content.ReadFromJsonAsync(ApiJsonContext.Default.SegmentSnapshot, limit);
                }
            },
            cancellationToken);
    }

    public async Task<Stream> OpenBlobAsync(ArtifactDigest digest, bool verify, CancellationToken cancellationToken)
    {
        var stream = new BlobStream((offset, stop) => OpenBlobAsync(digest, verify, offset, stop), CallPatience, _time);
        try
        {
            await stream.OpenAsync(cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var head in _heads)
        {
            head.Dispose();
        }
    }

    private Task<BlobSource> OpenBlobAsync(ArtifactDigest digest, bool verify, long offset, CancellationToken cancellationToken) => SendAsync(
        digest.ToString(),
        () => new HttpRequestMessage(HttpMethod.Get, $"{Routes.EdgeBlobs}/{digest}{(verify ? $"?{Routes.VerifyParameter}=true" : "")}")
        {
            Headers = { Range = offset == 0 ? null : new RangeHeaderValue(offset, null) },
        },
        CallPatience,
        (head, response, _) => BlobSource.OpenAsync(response, offset, () => Avoid(head)),
        elsewhere: true,
        cancellationToken);

    private Task<TResponse> PostAsync<TRequest, TResponse>(
        string key, string path, TRequest body, JsonTypeInfo<TRequest> bodyType, JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken) =>
        SendAsync(
            key,
            () => Post(path, body, bodyType),
            CallPatience,
            async (response, limit) =>
            {
                using (response)
                {
                    return await response.Content.ReadFromJsonAsync(responseType, limit) ?? throw new JsonException("the answer holds nothing");
                }
            },
            cancellationToken);

    private Task<bool> PostAsync<TRequest>(
        string key, string path, TRequest body, JsonTypeInfo<TRequest> bodyType, CancellationToken cancellationToken) =>
        SendAsync(
            key,
            () => Post(path, body, bodyType),
            CallPatience,
            (response, _) =>
            {
                response.Dispose();
                return Task.FromResult(true);
            },
            cancellationToken);

    // The body is serialized to memory first so that it carries a length; heads refuse bodies of unknown size.
    private static HttpRequestMessage Post<TRequest>(string path, TRequest body, JsonTypeInfo<TRequest> bodyType) =>
        new(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };

    private Task<T> SendAsync<T>(
        string key, Func<HttpRequestMessage> request, TimeSpan patience, Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken) =>
        SendAsync(key, request, patience, (_, response, limit) => read(response, limit), elsewhere: false, cancellationToken);

    // The answer is read here too: a head that dies in the middle of it has not answered.
    private async Task<T> SendAsync<T>(
        string key, Func<HttpRequestMessage> request, TimeSpan patience, Func<HeadClient, HttpResponseMessage, CancellationToken, Task<T>> read,
        bool elsewhere, CancellationToken cancellationToken)
    {
        var tried = new StringBuilder();
        WarewulfException? missing = null;
        foreach (var head in InOrder(key))
        {
            using var limit = new CancellationTokenSource(patience, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            using var message = request();
            try
            {
                return await read(head, await head.SendAsync(message, both.Token), both.Token);
            }
            catch (WarewulfException e) when (elsewhere && e.Code == ApiErrorCode.NotFound)
            {
                // Not every head holds every blob.
                missing = e;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Avoid(head);
                LogHeadUnreachable(head.Address.Text, limit.IsCancellationRequested ? "it took too long" : e.Message);
                tried.Append(tried.Length == 0 ? "" : ", ").Append(head.Address.Text);
            }
        }

        throw missing ?? new WarewulfException(ApiErrorCode.Unavailable, $"No head answers ({tried}): check that warewulfd runs there.");
    }

    private void Avoid(HeadClient head) => head.AvoidedUntil = (_time.GetUtcNow() + Avoidance).UtcTicks;

    private IReadOnlyList<HeadClient> InOrder(string key)
    {
        var now = _time.GetUtcNow().UtcTicks;
        return
        [
            .. _heads
                .OrderBy(head => head.AvoidedUntil > now)
                .ThenByDescending(head => Rendezvous.Weight(head.Address.Text, key)),
        ];
    }
}
