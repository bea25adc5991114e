using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Artifacts;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tests.Link;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Cache;

/// <summary>An edge's cache over heads in memory.</summary>
internal sealed class CacheLab : IDisposable
{
    public TemporaryDirectory Directory { get; } = new();

    public FakeHeadLink Heads { get; } = new();

    public ManualTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public static async Task<byte[]> ReadAsync(BlobCache cache, ArtifactRef artifact, bool plain = false)
    {
        await using var stream = await cache.OpenAsync(artifact, plain, CancellationToken.None);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    public void Dispose() => Directory.Dispose();

    /// <summary>The cache as it is after a start.</summary>
    public BlobCache Cache(long limit = long.MaxValue, string? headBlobs = null)
    {
        var options = new EdgeOptions
        {
            Name = "edge1",
            Heads = [],
            CacheDirectory = Directory.Below("cache"),
            LoaderDirectory = Directory.Below("boot"),
            CacheLimit = limit,
            HeadBlobs = headBlobs,
        };
        return new BlobCache(Heads, options, Time, NullLogger<BlobCache>.Instance);
    }
}
