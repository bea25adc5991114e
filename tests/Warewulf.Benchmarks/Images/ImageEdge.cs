using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Link;

namespace Warewulf.Benchmarks.Images;

/// <summary>An edge's cache whose heads are a directory of blobs, without a network between.</summary>
internal sealed class ImageEdge(string directory, Func<ArtifactDigest, Stream> open) : IHeadLink, IAsyncDisposable
{
    private long _bytes;

    public async Task<(double Seconds, long Bytes)> FetchAsync(ArtifactRef artifact)
    {
        var options = new EdgeOptions { Name = "edge", Heads = [], CacheDirectory = directory, LoaderDirectory = directory };
        var cache = new BlobCache(this, options, TimeProvider.System, NullLogger<BlobCache>.Instance);
        _bytes = 0;
        var began = Stopwatch.GetTimestamp();
        await using var file = await cache.OpenAsync(artifact, plain: false, CancellationToken.None);
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, _bytes);
    }

    public Task<Stream> OpenBlobAsync(ArtifactDigest digest, bool verify, CancellationToken cancellationToken)
    {
        var stream = open(digest);
        Interlocked.Add(ref _bytes, stream.Length);
        return Task.FromResult(stream);
    }

    public Task<PlanResponse> PlanAsync(MacAddress mac, BootStage stage, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SegmentSnapshot?> SnapshotAsync(SegmentSnapshot? known, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ReportAsync(BootEventBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LeaseResponse> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
