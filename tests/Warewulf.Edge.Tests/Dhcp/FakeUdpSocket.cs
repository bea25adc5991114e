using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Warewulf.Edge.Dhcp.Wire;
using Warewulf.Edge.Sockets;

namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>A socket whose other side is the test.</summary>
internal sealed class FakeUdpSocket : IUdpSocket
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<(byte[] Bytes, UdpReceived Received)> _in = Channel.CreateUnbounded<(byte[], UdpReceived)>();
    private readonly Channel<(byte[] Bytes, IPEndPoint To)> _out = Channel.CreateUnbounded<(byte[], IPEndPoint)>();

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Any, DhcpPacket.ServerPort);

    public bool IsDisposed { get; private set; }

    /// <summary>Thrown by the next receive or send.</summary>
    public SocketException? NextFailure { get; set; }

    public int Unread => _out.Reader.Count;

    public void Arrive(DhcpPacket packet) => Arrive(DhcpPacketWriter.Write(packet, DhcpPacketWriter.LargestLength));

    public void Arrive(byte[] datagram) => _in.Writer.TryWrite((datagram, TestNetwork.Broadcast));

    public async Task<(DhcpPacket Packet, IPEndPoint To)> SentAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var (bytes, to) = await _out.Reader.ReadAsync(limit.Token);
        var read = DhcpPacketReader.Read(bytes);
        Assert.Null(read.Problem);
        return (read.Packet!, to);
    }

    public async ValueTask<UdpReceived> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var (bytes, received) = await _in.Reader.ReadAsync(cancellationToken);
        ThrowOnce();
        bytes.AsMemory().CopyTo(buffer);
        return received with { Length = bytes.Length };
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> datagram, IPEndPoint to, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ThrowOnce();
        _out.Writer.TryWrite((datagram.ToArray(), to));
        return ValueTask.CompletedTask;
    }

    public void Dispose() => IsDisposed = true;

    private void ThrowOnce()
    {
        if (NextFailure is { } failure)
        {
            NextFailure = null;
            throw failure;
        }
    }
}
