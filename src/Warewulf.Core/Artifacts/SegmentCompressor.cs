using System.IO.Compression;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Artifacts;

/// <summary>
/// Makes segments, one after the other; the memory for the result is used again. The same bytes and level give the same segment. Not
/// thread-safe.
/// </summary>
public sealed class SegmentCompressor : IDisposable
{
    private readonly ZLibCompressionOptions _options;
    private readonly MemoryStream _blocks = new(64 * 1024);

    /// <summary>Makes a compressor.</summary>
    /// <param name="level">The effort, 1 (fastest) to 9 (smallest).</param>
    public SegmentCompressor(int level) => _options = new ZLibCompressionOptions { CompressionLevel = level };

    /// <summary>The blocks of the segment that was made last, valid until the next one.</summary>
    public ReadOnlySpan<byte> Blocks => _blocks.GetBuffer().AsSpan(0, (int)_blocks.Length);

    /// <inheritdoc/>
    public void Dispose() => _blocks.Dispose();

    /// <summary>Makes a segment.</summary>
    /// <param name="plain">What it is to hold, 1 to <see cref="RecipeSegment.MaxPlainLength"/> bytes.</param>
    /// <param name="checksum">The CRC-32 of that.</param>
    public RecipeSegment Compress(ReadOnlySpan<byte> plain, uint checksum)
    {
        if (plain.Length is 0 or > RecipeSegment.MaxPlainLength)
        {
            throw new ArgumentException($"A segment cannot hold {plain.Length} bytes.", nameof(plain));
        }

        _blocks.SetLength(0);
        using var gate = new OutputGate(_blocks);
        using (var deflate = new DeflateStream(gate, _options, leaveOpen: true))
        {
            deflate.Write(plain);
            deflate.Flush();
            gate.Shut();
        }

        return new RecipeSegment(ArtifactDigest.Of(Blocks), Blocks.Length, plain.Length, checksum);
    }
}
