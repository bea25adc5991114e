using System.Buffers.Binary;

namespace Warewulf.Core.Api.Images.Sessions;

/// <summary>Takes frames from a connection.</summary>
/// <param name="stream">The connection.</param>
public sealed class SessionFrameReader(Stream stream)
{
    private readonly byte[] _header = new byte[SessionProtocol.HeaderLength];

    /// <summary>The next frame; nothing when the connection ends between two.</summary>
    /// <exception cref="InvalidDataException">It is not a frame, or longer than one of its kind may be.</exception>
    /// <exception cref="EndOfStreamException">The connection ends within a frame.</exception>
    public async ValueTask<SessionFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        var count = await stream.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, cancellationToken);
        if (count == 0)
        {
            return null;
        }

        if (count < _header.Length)
        {
            throw new EndOfStreamException("The connection ended within a frame.");
        }

        var kind = (SessionFrameKind)_header[0];
        var length = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(1));
        if (SessionProtocol.Longest(kind) is not { } most)
        {
            throw new InvalidDataException($"There is no frame of kind {_header[0]}.");
        }

        if (length > most)
        {
            throw new InvalidDataException($"A frame of kind {kind} has {length} bytes, and may have {most}.");
        }

        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload, cancellationToken);
        return new SessionFrame(kind, payload);
    }
}
