using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Tests.Artifacts;

/// <summary>Recipes made in memory, and put together again.</summary>
internal sealed class RecipeLab
{
    private readonly Dictionary<ArtifactDigest, byte[]> _blobs = [];

    public RecipeSegment Segment(byte[] plain, int level = 6)
    {
        using var compressor = new SegmentCompressor(level);
        var segment = compressor.Compress(plain, Crc32.Append(0, plain));
        _blobs[segment.Digest] = compressor.Blocks.ToArray();
        return segment;
    }

    public byte[] Blocks(RecipeSegment segment) => _blobs[segment.Digest];

    public byte[] Gzip(Recipe recipe) =>
        [.. GzipFrame.Header, .. recipe.Segments.SelectMany(Blocks), .. recipe.GzipEnd()];

    public byte[] Plain(Recipe recipe)
    {
        var plain = new byte[recipe.PlainLength];
        foreach (var place in recipe.Places())
        {
            SegmentUnpacker.Unpack(
                place.Segment, [.. Blocks(place.Segment), 0, 0], plain.AsSpan((int)place.PlainOffset, place.Segment.PlainLength));
        }

        return plain;
    }
}
