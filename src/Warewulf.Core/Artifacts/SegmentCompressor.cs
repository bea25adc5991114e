using System.IO.Compression;

namespace Warewulf.Core.Artifacts;

/// <summary>
/// Makes segments, one after the other; the memory for the result is used again. The same bytes and level give the same segment. Not
/// thread-safe.
/// </summary>
public sealed class SegmentCompressor
{
    private readonly ZLibCompressionOptions _options;
    private byte[] _blocks = new byte[64 * 1024];
    private int _length;

    /// <summary>Makes a compressor.</summary>
    /// <param name="level">The effort, 1 (fastest) to 9 (smallest).</param>
    public SegmentCompressor(int level) => _options = new ZLibCompressionOptions { CompressionLevel = level };

    /// <summary>The blocks of the segment that was made last, valid until the next one.</summary>
    public ReadOnlySpan<byte> Blocks => _blocks.AsSpan(0, _length);

    /// <summary>Makes a segment.</summary>
    /// <param name="plain">What it is to hold, 1 to <see cref="RecipeSegment.MaxPlainLength"/> bytes.</param>
    /// <param name="checksum">The CRC-32 of that.</param>
    public RecipeSegment Compress(ReadOnlySpan<byte> plain, uint checksum)
    {
        if (plain.Length is 0 or > RecipeSegment.MaxPlainLength)
        {
            throw new ArgumentException($"A segment cannot hold {plain.Length} bytes.", nameof(plain));
        }

        _length = 0;
        using var output = new BlockOutput(this);
        using (var deflate = new DeflateStream(output, _options, leaveOpen: true))
        {
            deflate.Write(plain);
            deflate.Flush();
            output.Shut();
        }

        return new RecipeSegment(ArtifactDigest.Of(Blocks), Blocks.Length, plain.Length, checksum);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _blocks.Length - _length)
        {
            Array.Resize(ref _blocks, Math.Max(_blocks.Length * 2, _length + bytes.Length));
        }

        bytes.CopyTo(_blocks.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Takes blocks until it is shut: keeps out the end mark, which a deflate stream writes when it is disposed.</summary>
    private sealed class BlockOutput(SegmentCompressor owner) : Stream
    {
        private bool _isShut;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void Shut() => _isShut = true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!_isShut)
            {
                owner.Add(buffer);
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
