using Warewulf.Core.Artifacts;
using Warewulf.Edge.Tests.Http;
using Warewulf.Edge.Tests.Link;

namespace Warewulf.Edge.Tests.Cache;

/// <summary>Artifacts made of segments, at heads in memory.</summary>
internal sealed class RecipeLab(FakeHeadLink heads)
{
    private const int SegmentLength = 20_000;

    /// <summary>Every blob that was made.</summary>
    public Dictionary<ArtifactDigest, byte[]> Blobs { get; } = [];

    /// <summary>The content of segment number <paramref name="seed"/>.</summary>
    public static byte[] Plain(int seed) => TestEdge.RandomBytes(SegmentLength, seed);

    /// <summary>The content of all of them.</summary>
    public static byte[] Plain(IEnumerable<int> seeds) => [.. seeds.SelectMany(Plain)];

    /// <summary>Makes an artifact of numbered segments.</summary>
    public ArtifactRef Add(string fileName, IEnumerable<int> seeds)
    {
        var recipe = Recipe.Of([.. seeds.Select(Segment)]);
        var stored = RecipeCodec.Write(recipe);
        foreach (var page in stored.Pages)
        {
            Keep(page);
        }

        return new ArtifactRef(Keep(stored.Outline), recipe.Length, fileName) { Gzip = true, RecipeLength = stored.Outline.Length };
    }

    /// <summary>The segment of a number.</summary>
    public RecipeSegment Segment(int seed)
    {
        var plain = Plain(seed);
        using var compressor = new SegmentCompressor(6);
        var segment = compressor.Compress(plain, Checksum(plain));
        Keep(compressor.Blocks.ToArray());
        return segment;
    }

    private static uint Checksum(byte[] plain)
    {
        using var gzip = new MemoryStream(TestEdge.Gzip(plain));
        return BitConverter.ToUInt32(gzip.ToArray().AsSpan()[^8..]);
    }

    private ArtifactDigest Keep(byte[] blob)
    {
        var artifact = heads.Add("blob", blob);
        Blobs[artifact.Digest] = blob;
        return artifact.Digest;
    }
}
