using System.Buffers.Binary;

namespace Warewulf.Core.Api.Images.Sessions;

/// <summary>Puts frames on a connection, each whole, whoever else writes at the same time.</summary>
/// <param name="stream">The connection.</param>
public sealed class SessionFrameWriter(Stream stream) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Writes a frame.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="payload">What it says.</param>
    /// <param name="cancellationToken">Gives up. The connection is then good for nothing any more.</param>
    /// <exception cref="ArgumentException">It is longer than one of its kind may be.</exception>
    public async Task WriteAsync(SessionFrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (SessionProtocol.Longest(kind) is not { } most || payload.Length > most)
        {
            throw new ArgumentException($"A frame of kind {kind} cannot have {payload.Length} bytes.", nameof(payload));
        }

        var frame = new byte[SessionProtocol.HeaderLength + payload.Length];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame.AsMemory(SessionProtocol.HeaderLength));
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(frame, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
