using System.IO.Compression;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>
/// A run of bytes compressed by itself: raw deflate blocks (RFC 1951) that end on a byte boundary, look back at nothing before them,
/// and leave the stream open, so that segments put one behind the other are one stream.
/// </summary>
internal sealed record DeflatedSegment(byte[] Blocks, uint Checksum, int Length)
{
    internal const CompressionLevel Level = CompressionLevel.Optimal;

    internal static DeflatedSegment Of(ReadOnlySpan<byte> bytes)
    {
        using var output = new MemoryStream();
        using var deflate = new DeflateStream(output, Level, leaveOpen: true);
        deflate.Write(bytes);
        deflate.Flush();
        return new DeflatedSegment(output.ToArray(), Crc32.Append(0, bytes), bytes.Length);
    }
}
