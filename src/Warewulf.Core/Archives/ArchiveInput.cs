using Warewulf.Core.Api;

namespace Warewulf.Core.Archives;

/// <summary>The bytes of an archive, read front to back; an end that comes too early is the reader's error, not a short read.</summary>
internal sealed class ArchiveInput(Stream stream, string format)
{
    private readonly byte[] _scratch = new byte[32 * 1024];

    /// <summary>The bytes read so far.</summary>
    internal long Position { get; private set; }

    internal void ReadExactly(Span<byte> buffer, string what)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[ReadSome(buffer, what)..];
        }
    }

    internal int ReadSome(Span<byte> buffer, string what)
    {
        var count = Fetch(buffer);
        if (count == 0)
        {
            throw new WarewulfException(
                ApiErrorCode.Invalid,
                $"The {format} archive ends at byte {Position}, in the middle of {what}: it was cut short. Copy or make it again.");
        }

        return count;
    }

    internal void Skip(long count, string what)
    {
        // The last byte is read, so that an end that comes too early is noticed.
        if (stream.CanSeek && count > _scratch.Length)
        {
            var step = Math.Min(count - 1, Math.Max(0, stream.Length - stream.Position));
            stream.Seek(step, SeekOrigin.Current);
            Position += step;
            count -= step;
        }

        while (count > 0)
        {
            count -= ReadSome(_scratch.AsSpan(0, (int)Math.Min(count, _scratch.Length)), what);
        }
    }

    /// <summary>Reads what is left, so that a decompressor in between gets to check its own trailer.</summary>
    internal void Drain(CancellationToken cancellationToken)
    {
        while (Fetch(_scratch) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private int Fetch(Span<byte> buffer)
    {
        try
        {
            var count = stream.Read(buffer);
            Position += count;
            return count;
        }
        catch (InvalidDataException e)
        {
            throw new WarewulfException(
                ApiErrorCode.Invalid,
                $"The {format} archive cannot be decompressed after byte {Position}: it is damaged or was cut short. Copy or make it again.",
                e);
        }
    }
}
