namespace Warewulf.Core.Artifacts;

/// <summary>
/// One piece of an artifact as a blob of its own: raw deflate blocks (RFC 1951) that end on a byte boundary, refer to nothing before them and
/// leave the stream open, so that segments put one behind the other are one stream.
/// </summary>
/// <param name="Digest">The SHA-256 of the blocks.</param>
/// <param name="Length">The length of the blocks in bytes.</param>
/// <param name="PlainLength">The length of what they unpack to.</param>
/// <param name="Checksum">The CRC-32 of what they unpack to.</param>
public readonly record struct RecipeSegment(ArtifactDigest Digest, int Length, int PlainLength, uint Checksum)
{
    /// <summary>The most that a segment unpacks to. Whoever takes segments together needs memory for no more than one of them.</summary>
    public const int MaxPlainLength = 8 * 1024 * 1024;

    /// <summary>The most that a segment takes; deflate makes what cannot be compressed larger by less than this.</summary>
    public const int MaxLength = MaxPlainLength + (MaxPlainLength / 64) + 1024;

    /// <summary>Whether the lengths are ones that a segment can have.</summary>
    internal bool IsPossible => Length is > 0 and <= MaxLength && PlainLength is > 0 and <= MaxPlainLength;
}
