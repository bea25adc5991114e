namespace Warewulf.Core.Archives;

/// <summary>A stream whose first bytes were looked at and are handed out again. Does not own the stream behind it.</summary>
internal sealed class PeekedStream : ForwardReadStream
{
    private const int MagicLength = 6;

    private readonly Stream _rest;
    private readonly byte[] _head = new byte[MagicLength];
    private readonly int _headLength;
    private int _headRead;

    internal PeekedStream(Stream stream)
    {
        _rest = stream;
        _headLength = stream.ReadAtLeast(_head, MagicLength, throwOnEndOfStream: false);
    }

    /// <summary>What the first bytes say.</summary>
    internal ArchiveCompression Compression
    {
        get
        {
            var head = _head.AsSpan(0, _headLength);
            return head switch
            {
                _ when head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) => ArchiveCompression.Gzip,
                _ when head.StartsWith((ReadOnlySpan<byte>)[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) => ArchiveCompression.Xz,
                _ when head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) => ArchiveCompression.Zstd,
                _ when head.StartsWith("BZh"u8) => ArchiveCompression.Bzip2,
                _ => ArchiveCompression.None,
            };
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_headRead == _headLength)
        {
            return _rest.Read(buffer);
        }

        var count = Math.Min(buffer.Length, _headLength - _headRead);
        _head.AsSpan(_headRead, count).CopyTo(buffer);
        _headRead += count;
        return count;
    }
}
