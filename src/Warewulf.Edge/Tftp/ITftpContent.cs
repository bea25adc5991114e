namespace Warewulf.Edge.Tftp;

/// <summary>The bytes one transfer reads. Used by one thread at a time and disposed of at the end of the transfer.</summary>
public interface ITftpContent : IDisposable
{
    /// <summary>The number of bytes; does not change.</summary>
    long Length { get; }

    /// <summary>Reads bytes from a place. Places come in order, but parts of the last window may be read again.</summary>
    /// <param name="offset">The place, from 0.</param>
    /// <param name="buffer">Filled from its start.</param>
    /// <returns>How many bytes were read; 0 only at the end of the content or for an empty buffer.</returns>
    /// <exception cref="IOException">The content cannot be read; the client is told that the transfer failed.</exception>
    int Read(long offset, Span<byte> buffer);
}
