using System.Buffers.Binary;
using System.IO.Compression;

namespace Warewulf.Core.Archives;

/// <summary>
/// Reads gzip (RFC 1952), one member or several. Unlike <see cref="GZipStream"/>, which takes a file that was cut short for a shorter
/// file, it ends only after the checksum and length of every member were verified; anything else is an <see cref="InvalidDataException"/>.
/// Does not own the stream behind it.
/// </summary>
internal sealed class GzipReadStream(Stream input) : ForwardReadStream
{
    private const int TrailerLength = 8;
    private const byte HasHeaderCrc = 2;
    private const byte HasExtra = 4;
    private const byte HasName = 8;
    private const byte HasComment = 16;

    private readonly TappedInput _input = new(input);
    private DeflateStream? _member;
    private uint _crc;
    private uint _length;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        while (!_ended && !buffer.IsEmpty)
        {
            _member ??= Begin();
            var count = _member.Read(buffer);
            if (count > 0)
            {
                _crc = Crc32.Append(_crc, buffer[..count]);
                _length += (uint)count;
                return count;
            }

            End();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _member?.Dispose();
        _input.Dispose();
        base.Dispose(disposing);
    }

    private DeflateStream Begin()
    {
        Span<byte> header = stackalloc byte[10];
        _input.ReadExactlyOrThrow(header);
        if (!header.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 8]))
        {
            throw new InvalidDataException("There is no gzip member header.");
        }

        var flags = header[3];
        if ((flags & HasExtra) != 0)
        {
            Span<byte> length = stackalloc byte[2];
            _input.ReadExactlyOrThrow(length);
            _input.ReadExactlyOrThrow(new byte[BinaryPrimitives.ReadUInt16LittleEndian(length)]);
        }

        SkipText((flags & HasName) != 0);
        SkipText((flags & HasComment) != 0);
        if ((flags & HasHeaderCrc) != 0)
        {
            _input.ReadExactlyOrThrow(header[..2]);
        }

        (_crc, _length) = (0, 0);
        return new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
    }

    private void SkipText(bool present)
    {
        Span<byte> one = stackalloc byte[1];
        while (present)
        {
            _input.ReadExactlyOrThrow(one);
            present = one[0] != 0;
        }
    }

    /// <summary>
    /// Finds the trailer. How much of its last input the decompressor used is not known, but what the trailer must be is: a match by
    /// chance is one in 2^64 for every byte looked at.
    /// </summary>
    private void End()
    {
        _member!.Dispose();
        _member = null;
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);
        if (!_input.TakeBackBehind(trailer))
        {
            throw new InvalidDataException("A gzip member does not end with its checksum.");
        }

        // Tapes and some tools fill the file with zeros.
        _ended = !_input.SkipZeros();
    }

    /// <summary>Remembers what it handed out last, so that the bytes behind the compressed data can be had back.</summary>
    private sealed class TappedInput(Stream input) : ForwardReadStream
    {
        private readonly byte[] _last = new byte[(32 * 1024) + TrailerLength];
        private int _start;
        private int _next;
        private int _end;

        public override int Read(Span<byte> buffer)
        {
            if (_next == _end)
            {
                var fetched = input.Read(_last.AsSpan(0, _last.Length - TrailerLength));
                if (fetched == 0)
                {
                    // What was handed out before stays the last piece.
                    return 0;
                }

                (_next, _end) = (0, fetched);
            }

            var count = Math.Min(buffer.Length, _end - _next);
            if (count > 0)
            {
                _last.AsSpan(_next, count).CopyTo(buffer);
                _start = _next;
                _next += count;
            }

            return count;
        }

        internal void ReadExactlyOrThrow(Span<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                var count = Read(buffer);
                buffer = count > 0 ? buffer[count..] : throw new InvalidDataException("The gzip file ends too early.");
            }
        }

        internal bool TakeBackBehind(ReadOnlySpan<byte> trailer)
        {
            // The trailer may reach beyond what was read; a piece is far smaller than the buffer.
            _last.AsSpan(_start, _end - _start).CopyTo(_last);
            (_next, _end, _start) = (_next - _start, _end - _start, 0);
            while (_end - _next < TrailerLength)
            {
                var count = input.Read(_last.AsSpan(_end, TrailerLength - (_end - _next)));
                if (count == 0)
                {
                    break;
                }

                _end += count;
            }

            var found = _last.AsSpan(_start, _end - _start).IndexOf(trailer);
            _next = found < 0 ? _next : _start + found + trailer.Length;
            return found >= 0;
        }

        /// <summary>Whether anything but zeros is left.</summary>
        internal bool SkipZeros()
        {
            Span<byte> one = stackalloc byte[1];
            while (Read(one) > 0)
            {
                if (one[0] != 0)
                {
                    _next--;
                    return true;
                }
            }

            return false;
        }
    }
}
