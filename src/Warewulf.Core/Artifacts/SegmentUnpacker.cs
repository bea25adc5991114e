using System.IO.Compression;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Artifacts;

/// <summary>Unpacks segments and holds them against what the recipe says of them.</summary>
public static class SegmentUnpacker
{
    /// <summary>Unpacks one segment.</summary>
    /// <param name="segment">What the recipe says.</param>
    /// <param name="blocks">The segment's blocks; the array has room behind them for the end mark of a stream.</param>
    /// <param name="plain">Receives the content; as long as the recipe says.</param>
    /// <exception cref="WarewulfException">Invalid: the blocks hold something else.</exception>
    public static void Unpack(RecipeSegment segment, byte[] blocks, Span<byte> plain)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentOutOfRangeException.ThrowIfNotEqual(plain.Length, segment.PlainLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks.Length, segment.Length + GzipFrame.LastBlock.Length);
        GzipFrame.LastBlock.CopyTo(blocks.AsSpan(segment.Length));
        try
        {
            using var input = new MemoryStream(blocks, 0, segment.Length + GzipFrame.LastBlock.Length);
            using var deflate = new DeflateStream(input, CompressionMode.Decompress);
            var length = deflate.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);
            Span<byte> more = stackalloc byte[1];
            if (length == plain.Length && deflate.Read(more) == 0 && Crc32.Append(0, plain) == segment.Checksum)
            {
                return;
            }
        }
        catch (InvalidDataException)
        {
            // Told below, as any other content that is not what it should be.
        }

        throw new WarewulfException(
            ApiErrorCode.Invalid, $"Segment {segment.Digest} does not hold what the recipe says of it. Build the image again.");
    }
}
