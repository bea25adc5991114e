using System.Net;
using System.Net.Sockets;
using Warewulf.Edge.Sockets;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tftp;

/// <summary>
/// The server's end of one transfer: a socket of its own on the address and interface the request came to, with a port (the "transfer identifier" of RFC 1350
/// section 4) chosen by the system, and the client's address. Not connected, because strangers are owed an answer.
/// </summary>
internal sealed class TftpPeer : IDisposable
{
    private const int IpReceiveErrors = 11;
    private const int Ip6ReceiveErrors = 25;
    private const int MaxStrangersAnswered = 8;
    private const int MostPassedOver = 64;

    private readonly Socket _socket;
    private readonly SocketAddress _client;
    private readonly SocketAddress _sender;
    private int _strangersAnswered;

    private TftpPeer(Socket socket, IPEndPoint client)
    {
        _socket = socket;
        _client = client.Serialize();
        _sender = new SocketAddress(client.AddressFamily);
    }

    /// <summary>Opens the server's end for a client.</summary>
    /// <param name="origin">Where the request came from and to.</param>
    /// <param name="device">The network interface to stay on, or null.</param>
    /// <exception cref="SocketException">No socket or port is left, or the address is no longer this machine's.</exception>
    public static TftpPeer Open(in UdpReceived origin, string? device)
    {
        var socket = new Socket(origin.Remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (device is not null)
            {
                UdpSocket.BindToDevice(socket, device);
            }

            UdpSocket.SendThrough(socket, origin.InterfaceIndex);

            // So that a look for what has come in already does not wait; awaited calls wait all the same.
            socket.Blocking = false;

            // To learn at once, from its ICMP answer, that the client has closed its port.
            var isIp6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
            socket.SetRawSocketOption(
                (int)(isIp6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP), isIp6 ? Ip6ReceiveErrors : IpReceiveErrors, BitConverter.GetBytes(1));
            socket.Bind(new IPEndPoint(WithScope(origin), 0));
            return new TftpPeer(socket, origin.Remote);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one packet to the client. What the network refuses counts as lost on the way.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> packet, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendToAsync(packet, SocketFlags.None, _client, cancellationToken);
        }
        catch (SocketException failure) when (!IsClientGone(failure))
        {
            // A full queue, a filter, a route in repair: the retransmission decides whether it lasts.
        }
    }

    /// <summary>Sends an ERROR if that can be done; nobody waits for an answer to it.</summary>
    public async ValueTask SendErrorAsync(TftpErrorCode code, string text)
    {
        try
        {
            await SendAsync(TftpPacketWriter.Error(code, text), CancellationToken.None);
        }
        catch (SocketException)
        {
            // The client has left: then it needs no error.
        }
    }

    /// <summary>Waits for the next packet of the client. Packets of others are answered with error 5 and disturb nothing (RFC 1350 section 4).</summary>
    /// <returns>The packet's length in the buffer.</returns>
    /// <exception cref="SocketException">The client has closed its port.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, _sender, cancellationToken);
                if (_sender.Equals(_client))
                {
                    return length;
                }

                AnswerStranger(TftpPacketReader.Opcode(buffer.Span[..length]));
            }
            catch (SocketException failure) when (!IsClientGone(failure))
            {
                // An error about an earlier packet (host or net unreachable): lost, like any other.
            }
        }
    }

    /// <summary>Takes the next packet of the client if one has come in already; never waits. Packets of others are answered as above.</summary>
    /// <param name="buffer">Where the packet goes.</param>
    /// <param name="length">Its length.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="SocketException">The client has closed its port.</exception>
    public bool TryReceive(Span<byte> buffer, out int length)
    {
        // Whoever floods this port must not keep the transfer from its work.
        for (var passedOver = 0; passedOver < MostPassedOver && _socket.Available > 0; passedOver++)
        {
            try
            {
                length = _socket.ReceiveFrom(buffer, SocketFlags.None, _sender);
                if (_sender.Equals(_client))
                {
                    return true;
                }

                AnswerStranger(TftpPacketReader.Opcode(buffer[..length]));
            }
            catch (SocketException nothing) when (nothing.SocketErrorCode == SocketError.WouldBlock)
            {
                break;
            }
            catch (SocketException failure) when (!IsClientGone(failure))
            {
                // As above.
            }
        }

        length = 0;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void AnswerStranger(TftpOpcode opcode)
    {
        // An ERROR is never answered, so that two servers cannot keep each other busy; and a flood is not echoed for ever.
        if (opcode == TftpOpcode.Error || _strangersAnswered >= MaxStrangersAnswered)
        {
            return;
        }

        _strangersAnswered++;
        try
        {
            _socket.SendTo(TftpPacketWriter.Error(TftpErrorCode.UnknownTransferId, "unknown transfer ID"), SocketFlags.None, _sender);
        }
        catch (SocketException)
        {
            // A courtesy: the transfer does not wait for it.
        }
    }

    /// <summary>Once a stranger was answered, a closed port may be the stranger's: then only silence tells that the client has gone.</summary>
    private bool IsClientGone(SocketException failure) =>
        failure.SocketErrorCode == SocketError.ConnectionRefused && _strangersAnswered == 0;

    private static IPAddress WithScope(in UdpReceived origin) =>
        origin.LocalAddress.IsIPv6LinkLocal ? new IPAddress(origin.LocalAddress.GetAddressBytes(), origin.InterfaceIndex) : origin.LocalAddress;
}
