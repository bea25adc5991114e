using System.Net;

namespace Warewulf.Edge.Sockets;

/// <summary>A bound UDP socket that tells for every datagram where it came in. The seam at which servers are tested without a network.</summary>
public interface IUdpSocket : IDisposable
{
    /// <summary>The address and port the socket is bound to; the real port when port 0 was asked for.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>
    /// Waits for one datagram and copies it into <paramref name="buffer"/>; what does not fit is cut off. One receive at a time.
    /// </summary>
    /// <param name="buffer">Where the datagram goes; make it longer than the longest datagram that is meant to be understood.</param>
    /// <param name="cancellationToken">Ends the wait; no datagram is lost by it.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The socket was disposed of, before or during the wait.</exception>
    ValueTask<UdpReceived> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Sends one datagram. Sends may run at the same time as each other and as a receive.</summary>
    /// <param name="datagram">The whole payload.</param>
    /// <param name="to">The destination; a broadcast address only when the socket was made for it.</param>
    /// <param name="cancellationToken">Ends the wait for room in the send buffer.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The system refused the datagram (no route, filtered, too long).</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> datagram, IPEndPoint to, CancellationToken cancellationToken);
}
