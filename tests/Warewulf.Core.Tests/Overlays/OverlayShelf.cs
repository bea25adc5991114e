using System.Collections.Concurrent;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Tests.Overlays;

/// <summary>Keeps segments in memory, counts them, and puts archives together.</summary>
internal sealed class OverlayShelf : IOverlayStore, ISegmentStore
{
    private readonly ConcurrentDictionary<ArtifactDigest, byte[]> _segments = new();

    public int Puts { get; private set; }

    public int Count => _segments.Count;

    public long Bytes => _segments.Values.Sum(segment => (long)segment.Length);

    public T Keep<T>(Func<ISegmentStore, T> pack) => pack(this);

    public bool Has(RecipeSegment segment) => _segments.ContainsKey(segment.Digest);

    public void Put(RecipeSegment segment, ReadOnlySpan<byte> blocks)
    {
        lock (_segments)
        {
            Puts++;
        }

        Assert.Equal(segment.Digest, ArtifactDigest.Of(blocks));
        _segments.TryAdd(segment.Digest, blocks.ToArray());
    }

    /// <summary>Writes what a node downloads.</summary>
    public void Write(Recipe recipe, Stream target)
    {
        target.Write(GzipFrame.Header);
        foreach (var segment in recipe.Segments)
        {
            target.Write(_segments[segment.Digest]);
        }

        target.Write(recipe.GzipEnd());
    }
}
