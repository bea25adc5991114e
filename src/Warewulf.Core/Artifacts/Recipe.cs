using Warewulf.Core.Archives;

namespace Warewulf.Core.Artifacts;

/// <summary>
/// An artifact as an ordered list of segments. Put one behind the other between <see cref="GzipFrame.Header"/> and <see cref="GzipEnd"/>, they
/// are one gzip member; unpacked one by one, they are what it holds.
/// </summary>
public sealed class Recipe
{
    private Recipe(IReadOnlyList<RecipeSegment> segments, long length, long plainLength, uint checksum)
    {
        Segments = segments;
        Length = length;
        PlainLength = plainLength;
        Checksum = checksum;
    }

    /// <summary>The segments in order.</summary>
    public IReadOnlyList<RecipeSegment> Segments { get; }

    /// <summary>The length of the gzip member.</summary>
    public long Length { get; }

    /// <summary>The length of what it holds.</summary>
    public long PlainLength { get; }

    /// <summary>The CRC-32 of what it holds.</summary>
    public uint Checksum { get; }

    /// <summary>What follows the last segment in the gzip member.</summary>
    public byte[] GzipEnd() => GzipFrame.End(Checksum, PlainLength);

    /// <summary>Makes a recipe; lengths and checksum follow from the segments.</summary>
    public static Recipe Of(IReadOnlyList<RecipeSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        long length = GzipFrame.Header.Length + GzipFrame.EndLength;
        var plainLength = 0L;
        var checksum = 0u;
        foreach (var segment in segments)
        {
            if (!segment.IsPossible)
            {
                throw new ArgumentException($"A segment cannot have {segment.Length} bytes for {segment.PlainLength}.", nameof(segments));
            }

            length += segment.Length;
            plainLength += segment.PlainLength;
            checksum = ChecksumMath.Combine(checksum, segment.Checksum, segment.PlainLength);
        }

        return new Recipe(segments, length, plainLength, checksum);
    }

    /// <summary>Where each segment lies in the gzip member, and where what it holds lies in the plain form.</summary>
    public IEnumerable<RecipePlace> Places()
    {
        long offset = GzipFrame.Header.Length;
        var plainOffset = 0L;
        foreach (var segment in Segments)
        {
            yield return new RecipePlace(segment, offset, plainOffset);
            offset += segment.Length;
            plainOffset += segment.PlainLength;
        }
    }
}
