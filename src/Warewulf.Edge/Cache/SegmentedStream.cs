namespace Warewulf.Edge.Cache;

/// <summary>Pieces one behind the other as one stream, of which any part can be read. Owns the pieces.</summary>
internal sealed class SegmentedStream : Stream
{
    private readonly IReadOnlyList<Stream> _pieces;
    private readonly long[] _ends;
    private long _position;

    /// <summary>Joins pieces.</summary>
    /// <param name="pieces">The pieces, each with a length and a position.</param>
    public SegmentedStream(IReadOnlyList<Stream> pieces)
    {
        _pieces = pieces;
        _ends = new long[pieces.Count];
        var end = 0L;
        for (var i = 0; i < pieces.Count; i++)
        {
            _ends[i] = end += pieces[i].Length;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _ends.Length == 0 ? 0 : _ends[^1];

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Current() is not { } piece || buffer.IsEmpty)
        {
            return 0;
        }

        var count = await piece.ReadAsync(buffer, cancellationToken);
        return Advance(count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer) => Current() is { } piece && !buffer.IsEmpty ? Advance(piece.Read(buffer)) : 0;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var piece in _pieces)
            {
                piece.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    // A piece that is shorter than it was must not look like the end of the whole.
    private int Advance(int count)
    {
        if (count == 0)
        {
            throw new EndOfStreamException("A piece of the file became shorter while it was sent.");
        }

        _position += count;
        return count;
    }

    private Stream? Current()
    {
        if (_position >= Length)
        {
            return null;
        }

        var index = Array.BinarySearch(_ends, _position + 1);
        index = index < 0 ? ~index : index;

        // An empty piece ends where the one before it ends, and holds nothing.
        while (_pieces[index].Length == 0)
        {
            index++;
        }

        var piece = _pieces[index];
        var offset = _position - (_ends[index] - piece.Length);
        if (piece.Position != offset)
        {
            piece.Position = offset;
        }

        return piece;
    }
}
