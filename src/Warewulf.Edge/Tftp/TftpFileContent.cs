using Microsoft.Win32.SafeHandles;

namespace Warewulf.Edge.Tftp;

/// <summary>The content of an open file, with the length it had when it was opened: what is appended later is not part of the transfer.</summary>
internal sealed class TftpFileContent(SafeFileHandle file, long length) : ITftpContent
{
    /// <inheritdoc/>
    public long Length => length;

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> buffer)
    {
        var wanted = (int)Math.Clamp(length - offset, 0, buffer.Length);
        var count = wanted == 0 ? 0 : RandomAccess.Read(file, buffer[..wanted], offset);
        return count > 0 || wanted == 0 ? count : throw new EndOfStreamException($"The file was cut to {offset} bytes while it was being served.");
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
