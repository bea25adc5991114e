using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Warewulf.Edge.Sockets;

/// <summary>A UDP socket of the operating system. Linux only: it uses the options of <c>socket(7)</c> and <c>ip(7)</c>.</summary>
public sealed class UdpSocket : IUdpSocket
{
    private const int SolSocket = 1;
    private const int SoReuseAddr = 2;
    private const int SoBindToDevice = 25;
    private const int SoReceiveBufferForce = 33;
    private const int IpUnicastInterface = 50;
    private const int Ip6UnicastInterface = 76;
    private const int LoopbackIndex = 1;

    private readonly Socket _socket;
    private readonly IPEndPoint _anySender;

    private UdpSocket(Socket socket)
    {
        _socket = socket;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _anySender = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
    }

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Makes a socket and binds it.</summary>
    /// <param name="options">What to bind to, and how.</param>
    /// <exception cref="IOException">
    /// The socket cannot be bound; the message names the address and says what to do, the inner <see cref="SocketException"/> holds the system's error.
    /// </exception>
    public static UdpSocket Bind(UdpSocketOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var socket = new Socket(options.LocalEndPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            SetOptions(socket, options);
            socket.Bind(options.LocalEndPoint);
            return new UdpSocket(socket);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new IOException(UdpBindFailure.Describe(failure.SocketErrorCode, options), failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<UdpReceived> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _socket.ReceiveMessageFromAsync(buffer, SocketFlags.None, _anySender, cancellationToken);
            var information = result.PacketInformation;
            return new UdpReceived(result.ReceivedBytes, (IPEndPoint)result.RemoteEndPoint, information.Address, information.Interface);
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.OperationAborted)
        {
            throw new ObjectDisposedException("The UDP socket was closed while it waited for a datagram.", failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> datagram, IPEndPoint to, CancellationToken cancellationToken) =>
        await _socket.SendToAsync(datagram, SocketFlags.None, to, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Ties any socket to a network interface; needs CAP_NET_RAW when it is tied already.</summary>
    /// <exception cref="SocketException">There is no such interface, or it is not permitted.</exception>
    internal static void BindToDevice(Socket socket, string device) =>
        socket.SetRawSocketOption(SolSocket, SoBindToDevice, Encoding.UTF8.GetBytes(device + "\0"));

    /// <summary>
    /// Makes any socket send through the interface a datagram came in on, even where the routing table prefers another on the same network. It still receives
    /// from everywhere, and needs no privilege.
    /// </summary>
    /// <exception cref="SocketException">There is no such interface any more.</exception>
    internal static void SendThrough(Socket socket, int interfaceIndex)
    {
        // Who asked over the loopback interface is on this machine, but mostly under an address of another interface: the system finds the way itself.
        if (interfaceIndex > LoopbackIndex)
        {
            var isIp6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
            socket.SetRawSocketOption(
                (int)(isIp6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP),
                isIp6 ? Ip6UnicastInterface : IpUnicastInterface,
                BitConverter.GetBytes(IPAddress.HostToNetworkOrder(interfaceIndex)));
        }
    }

    private static void SetOptions(Socket socket, UdpSocketOptions options)
    {
        // Set before the bind, so that the very first datagram carries its packet information.
        var level = socket.AddressFamily == AddressFamily.InterNetworkV6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP;
        socket.SetSocketOption(level, SocketOptionName.PacketInformation, true);
        socket.EnableBroadcast = options.AllowBroadcast;
        if (options.ReuseAddress)
        {
            // The framework's own ReuseAddress also sets SO_REUSEPORT, which spreads datagrams over the sockets.
            socket.SetRawSocketOption(SolSocket, SoReuseAddr, BitConverter.GetBytes(1));
        }

        if (options.Device is not null)
        {
            BindToDevice(socket, options.Device);
        }

        SetReceiveBuffer(socket, options.ReceiveBufferBytes);
    }

    private static void SetReceiveBuffer(Socket socket, int bytes)
    {
        try
        {
            socket.SetRawSocketOption(SolSocket, SoReceiveBufferForce, BitConverter.GetBytes(bytes));
        }
        catch (SocketException)
        {
            // Without CAP_NET_ADMIN: as much as net.core.rmem_max allows.
            socket.ReceiveBufferSize = bytes;
        }
    }
}
