using System.IO.Compression;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>
/// Writes one gzip member (RFC 1952) in which chosen runs of bytes are not compressed again but put in from a segment that was
/// compressed before. Readers see an ordinary member. The same input gives the same bytes.
/// </summary>
internal sealed class SegmentedGzipStream(Stream output) : Stream
{
    private readonly Queue<(long Start, DeflatedSegment Segment)> _expected = new();
    private DeflateStream? _deflate;
    private OutputGate? _gate;
    private long _position;
    private int _skip;
    private uint _checksum;
    private bool _begun;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Begin();
        while (!buffer.IsEmpty)
        {
            if (_skip == 0 && _expected.TryPeek(out var next) && next.Start == _position)
            {
                Put(_expected.Dequeue().Segment);
            }

            var length = buffer.Length;
            if (_skip > 0)
            {
                length = Math.Min(length, _skip);
                _skip -= length;
            }
            else
            {
                length = _expected.TryPeek(out next) ? (int)Math.Min(length, next.Start - _position) : length;
                Compress(buffer[..length]);
            }

            _position += length;
            buffer = buffer[length..];
        }
    }

    /// <summary>Announces that the bytes from <paramref name="start"/> on will be those of the segment. Calls come in ascending order.</summary>
    internal void Expect(long start, DeflatedSegment segment)
    {
        if (segment.Length > 0)
        {
            _expected.Enqueue((start, segment));
        }
    }

    /// <summary>Ends the member.</summary>
    internal void Complete()
    {
        if (_skip > 0 || _expected.Count > 0)
        {
            throw new InvalidOperationException("The content of an announced segment is missing.");
        }

        Begin();
        EndRun();
        output.Write(GzipFrame.End(_checksum, _position));
        output.Flush();
    }

    protected override void Dispose(bool disposing)
    {
        _gate?.Shut();
        _deflate?.Dispose();
        _gate?.Dispose();
        base.Dispose(disposing);
    }

    private void Begin()
    {
        if (!_begun)
        {
            output.Write(GzipFrame.Header);
            _begun = true;
        }
    }

    private void Compress(ReadOnlySpan<byte> bytes)
    {
        if (_deflate is null)
        {
            _gate = new OutputGate(output);
            _deflate = new DeflateStream(_gate, DeflatedSegment.Level, leaveOpen: true);
        }

        _deflate.Write(bytes);
        _checksum = Crc32.Append(_checksum, bytes);
    }

    private void Put(DeflatedSegment segment)
    {
        EndRun();
        output.Write(segment.Blocks);
        _checksum = ChecksumMath.Combine(_checksum, segment.Checksum, segment.Length);
        _skip = segment.Length;
    }

    // A compressor that goes on after a segment would look back at bytes that, for the reader, lie elsewhere: each run has its own.
    private void EndRun()
    {
        if (_deflate is null)
        {
            return;
        }

        _deflate.Flush();
        _gate!.Shut();
        _deflate.Dispose();
        _deflate = null;
    }
}
