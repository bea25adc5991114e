namespace Warewulf.Edge.Tftp;

/// <summary>
/// Other content as network text (RFC 764): a line feed becomes CR LF, a carriage return CR NUL. Converts on the fly; marks left at regular distances make
/// reading again, as a retransmission does, cheap without holding the text in memory.
/// </summary>
internal sealed class NetasciiContent : ITftpContent
{
    private const int MarkDistance = 64 * 1024;
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private readonly ITftpContent _source;
    private readonly Lazy<long> _length;
    private readonly List<Position> _marks = [default];
    private readonly byte[] _chunk = new byte[4096];
    private Position _position;
    private long _chunkStart;
    private int _chunkLength;

    /// <summary>Wraps content, which is disposed of with this.</summary>
    public NetasciiContent(ITftpContent source)
    {
        _source = source;
        _length = new Lazy<long>(Measure);
    }

    /// <summary>The number of octets of the text; the first use reads the whole content.</summary>
    public long Length => _length.Value;

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> buffer)
    {
        if (offset != _position.Text)
        {
            _position = _marks[(int)Math.Min(offset / MarkDistance, _marks.Count - 1)];
            while (_position.Text < offset)
            {
                if (Next() < 0)
                {
                    return 0;
                }
            }
        }

        var count = 0;
        while (count < buffer.Length && Next() is var octet && octet >= 0)
        {
            buffer[count++] = (byte)octet;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <summary>The next octet of the text, or -1 at its end.</summary>
    private int Next()
    {
        var octet = SourceAt(_position.Source);
        if (octet < 0)
        {
            return -1;
        }

        var isSpecial = octet is CarriageReturn or LineFeed;
        var result = isSpecial && !_position.InPair ? CarriageReturn : octet == CarriageReturn ? 0 : octet;
        var isFirstOfPair = isSpecial && !_position.InPair;
        _position = new Position(_position.Text + 1, isFirstOfPair ? _position.Source : _position.Source + 1, isFirstOfPair);
        if (_position.Text == (long)_marks.Count * MarkDistance)
        {
            _marks.Add(_position);
        }

        return result;
    }

    private int SourceAt(long offset)
    {
        if (offset < _chunkStart || offset >= _chunkStart + _chunkLength)
        {
            (_chunkStart, _chunkLength) = (offset, _source.Read(offset, _chunk));
        }

        return _chunkLength == 0 ? -1 : _chunk[offset - _chunkStart];
    }

    private long Measure()
    {
        var buffer = new byte[MarkDistance];
        var (length, offset) = (0L, 0L);
        while (_source.Read(offset, buffer) is var count && count > 0)
        {
            var read = buffer.AsSpan(0, count);
            length += count + read.Count(CarriageReturn) + read.Count(LineFeed);
            offset += count;
        }

        return length;
    }

    /// <summary>A place: octets of text given out, the source octet being converted, and whether the first of its two octets is out.</summary>
    private readonly record struct Position(long Text, long Source, bool InPair);
}
