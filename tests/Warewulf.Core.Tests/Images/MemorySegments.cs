using System.Collections.Concurrent;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Tests.Images;

/// <summary>Segments in memory, and what was done with them.</summary>
internal sealed class MemorySegments : ISegmentStore
{
    private readonly ConcurrentDictionary<ArtifactDigest, byte[]> _blobs = new();

    /// <summary>How many segments were given, whether or not they were there.</summary>
    public int Puts { get; set; }

    public bool Has(RecipeSegment segment) => _blobs.ContainsKey(segment.Digest);

    public void Put(RecipeSegment segment, ReadOnlySpan<byte> blocks)
    {
        lock (_blobs)
        {
            Puts++;
        }

        Assert.Equal(segment.Digest, ArtifactDigest.Of(blocks));
        _blobs[segment.Digest] = blocks.ToArray();
    }

    public void Forget(RecipeSegment segment) => Assert.True(_blobs.TryRemove(segment.Digest, out _));

    public byte[] Gzip(Recipe recipe) =>
        [.. GzipFrame.Header, .. recipe.Segments.SelectMany(segment => _blobs[segment.Digest]), .. recipe.GzipEnd()];
}
