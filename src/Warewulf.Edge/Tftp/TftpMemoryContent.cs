namespace Warewulf.Edge.Tftp;

/// <summary>Content that is held in memory, such as a boot script made for one node.</summary>
/// <param name="bytes">The content; must not change while it is served.</param>
public sealed class TftpMemoryContent(ReadOnlyMemory<byte> bytes) : ITftpContent
{
    /// <inheritdoc/>
    public long Length => bytes.Length;

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> buffer)
    {
        var count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
        bytes.Span.Slice((int)Math.Min(offset, bytes.Length), count).CopyTo(buffer);
        return count;
    }

    /// <summary>Does nothing: memory needs no closing.</summary>
    public void Dispose()
    {
    }
}
