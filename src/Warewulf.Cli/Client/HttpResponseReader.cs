using System.Globalization;
using System.Text;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Client;

/// <summary>Reads one HTTP/1.1 response (RFC 9112) from a connection that is closed after it.</summary>
/// <remarks>
/// The runtime's own client does far more and takes about 40 ms longer to start, half of what a whole command takes. Nothing here is
/// asynchronous for the same reason: there is one connection, and nothing to do while it is slow.
/// </remarks>
/// <param name="stream">The connection.</param>
/// <param name="progress">Told how far the head is when it answers in lines; unset when it was not asked for them.</param>
internal sealed class HttpResponseReader(Stream stream, Action<ImageProgress>? progress = null)
{
    /// <summary>The most bytes a body may have.</summary>
    public const int LongestBody = 512 * 1024 * 1024;

    private const int LongestHeader = 64 * 1024;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Reads the status and the body.</summary>
    /// <param name="head">The head that answers.</param>
    /// <exception cref="InvalidDataException">It is not HTTP, or larger than anything a head sends.</exception>
    /// <exception cref="EndOfStreamException">The connection was closed before the end.</exception>
    public HeadReply Read(HeadAddress head)
    {
        while (true)
        {
            var status = ParseStatus(ReadLine());
            var length = ReadHeaders(out var chunked, out var isLines);
            if (status is >= 100 and < 200)
            {
                continue;
            }

            if (isLines && chunked && progress is not null)
            {
                return ReadLines(head, progress);
            }

            return new HeadReply(head, status, status is 204 or 304 ? default : ReadBody(length, chunked));
        }
    }

    /// <summary>Reads what answers a wish to go on with another protocol.</summary>
    /// <param name="head">The head that answers.</param>
    /// <returns>Nothing when the other protocol begins with the next byte; otherwise the answer.</returns>
    /// <exception cref="InvalidDataException">It is not HTTP, or larger than anything a head sends.</exception>
    /// <exception cref="EndOfStreamException">The connection was closed before the end.</exception>
    public HeadReply? ReadSwitch(HeadAddress head)
    {
        const int SwitchingProtocols = 101;
        var status = ParseStatus(ReadLine());
        var length = ReadHeaders(out var chunked, out _);
        if (status != SwitchingProtocols)
        {
            return new HeadReply(head, status, ReadBody(length, chunked));
        }

        // Of the protocols there are, none lets the head speak first.
        return _start == _end ? null : throw new InvalidDataException("goes on before it was asked");
    }

    private static int ParseStatus(string line)
    {
        // "HTTP/1.1 200 OK", where the last word may be missing.
        var valid = line.Length >= 12 && line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line[8] == ' ' && (line.Length == 12 || line[12] == ' ');
        return valid && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw new InvalidDataException("is not HTTP");
    }

    private long? ReadHeaders(out bool chunked, out bool isLines)
    {
        long? length = null;
        (chunked, isLines) = (false, false);
        var total = 0;
        while (ReadLine() is { Length: > 0 } line)
        {
            total += line.Length;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || total > LongestHeader)
            {
                throw new InvalidDataException("is not HTTP");
            }

            var name = line.AsSpan(0, colon);
            var value = line.AsSpan(colon + 1).Trim();
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                length = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new InvalidDataException("has a malformed length");
            }
            else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                chunked = value.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                    ? true
                    : throw new InvalidDataException("has an unknown transfer coding");
            }
            else if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                isLines = value.StartsWith(ImageAnswer.MediaType, StringComparison.OrdinalIgnoreCase);
            }
        }

        return length;
    }

    private HeadReply ReadLines(HeadAddress head, Action<ImageProgress> progress)
    {
        using var lines = new AnswerLines(progress);
        ReadChunks(lines);
        return lines.Last(head);
    }

    private ReadOnlyMemory<byte> ReadBody(long? length, bool chunked)
    {
        using var body = new MemoryStream(length is { } known and < 64 * 1024 * 1024 ? (int)known : 0);
        if (chunked)
        {
            ReadChunks(body);
        }
        else
        {
            Copy(body, length);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private void ReadChunks(Stream body)
    {
        while (true)
        {
            var line = ReadLine();
            var digits = line.AsSpan(0, line.AsSpan().IndexOf(';') is var at and >= 0 ? at : line.Length).Trim();
            if (!long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
            {
                throw new InvalidDataException("has a malformed chunk");
            }

            if (size == 0)
            {
                return;
            }

            Copy(body, size);
            if (ReadLine().Length > 0)
            {
                throw new InvalidDataException("has a malformed chunk");
            }
        }
    }

    // Without a length the body ends where the connection does.
    private void Copy(Stream body, long? length)
    {
        for (var left = length ?? long.MaxValue; left > 0;)
        {
            if (_start == _end && !Fill())
            {
                if (length is null)
                {
                    return;
                }

                throw new EndOfStreamException();
            }

            var count = (int)Math.Min(left, _end - _start);
            if (body.Length + count > LongestBody)
            {
                throw new InvalidDataException($"is larger than {LongestBody} bytes");
            }

            body.Write(_buffer, _start, count);
            _start += count;
            left -= count;
        }
    }

    private string ReadLine()
    {
        for (var searched = 0; ;)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _start, searched + at).TrimEnd('\r');
                _start += searched + at + 1;
                return line;
            }

            searched = _end - _start;
            if (searched >= LongestHeader)
            {
                throw new InvalidDataException("is not HTTP");
            }

            if (!Fill())
            {
                throw new EndOfStreamException();
            }
        }
    }

    private bool Fill()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
        }

        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        return count > 0;
    }
}
