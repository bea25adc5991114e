using System.Net;
using System.Net.Sockets;
using System.Text;
using Warewulf.Edge.Sockets;

namespace Warewulf.Edge.Tests.Sockets;

[Trait("Suite", "Socket")]
public sealed class UdpSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("0.0.0.0", "127.0.0.2")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::", "::1")]
    public async Task ReceiveAsync_Datagram_TellsWhereItCameIn(string bound, string target)
    {
        using var server = UdpSocket.Bind(At(bound));
        using var client = UdpSocket.Bind(At(target));
        await client.SendAsync(Encoding.ASCII.GetBytes("hello"), new IPEndPoint(IPAddress.Parse(target), server.LocalEndPoint.Port), default);

        var buffer = new byte[100];
        var received = await server.ReceiveAsync(buffer, default).AsTask().WaitAsync(Patience);

        Assert.Equal("hello", Encoding.ASCII.GetString(buffer, 0, received.Length));
        Assert.Equal(client.LocalEndPoint, received.Remote);
        Assert.Equal(IPAddress.Parse(target), received.LocalAddress);
        Assert.Equal(LoopbackIndex(), received.InterfaceIndex);
    }

    [Fact]
    public async Task ReceiveAsync_DatagramSentBeforeTheFirstReceive_KeepsItsInformation()
    {
        using var server = UdpSocket.Bind(At("0.0.0.0"));
        using var client = UdpSocket.Bind(At("127.0.0.1"));
        for (byte i = 0; i < 3; i++)
        {
            await client.SendAsync(new[] { i }, new IPEndPoint(IPAddress.Loopback, server.LocalEndPoint.Port), default);
        }

        for (byte i = 0; i < 3; i++)
        {
            var buffer = new byte[10];
            var received = await server.ReceiveAsync(buffer, default).AsTask().WaitAsync(Patience);
            Assert.Equal(i, buffer[0]);
            Assert.Equal(IPAddress.Loopback, received.LocalAddress);
        }
    }

    [Fact]
    public async Task ReceiveAsync_LongDatagram_IsCutToTheBuffer()
    {
        using var server = UdpSocket.Bind(At("127.0.0.1"));
        using var client = UdpSocket.Bind(At("127.0.0.1"));
        await client.SendAsync(new byte[1000], server.LocalEndPoint, default);

        var received = await server.ReceiveAsync(new byte[16], default).AsTask().WaitAsync(Patience);

        Assert.Equal(16, received.Length);
    }

    [Fact]
    public async Task ReceiveAsync_EmptyDatagram_HasLengthZero()
    {
        using var server = UdpSocket.Bind(At("127.0.0.1"));
        using var client = UdpSocket.Bind(At("127.0.0.1"));
        await client.SendAsync(ReadOnlyMemory<byte>.Empty, server.LocalEndPoint, default);

        var received = await server.ReceiveAsync(new byte[16], default).AsTask().WaitAsync(Patience);

        Assert.Equal(0, received.Length);
        Assert.Equal(client.LocalEndPoint, received.Remote);
    }

    [Fact]
    public async Task ReceiveAsync_Cancelled_StopsAndLosesNothing()
    {
        using var server = UdpSocket.Bind(At("127.0.0.1"));
        using var client = UdpSocket.Bind(At("127.0.0.1"));
        using var cancel = new CancellationTokenSource();
        var wait = server.ReceiveAsync(new byte[16], cancel.Token).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Patience));

        await client.SendAsync(new byte[3], server.LocalEndPoint, default);
        Assert.Equal(3, (await server.ReceiveAsync(new byte[16], default).AsTask().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task ReceiveAsync_SenderHadClosed_KeepsReceiving()
    {
        using var server = UdpSocket.Bind(At("127.0.0.1"));
        var gone = UdpSocket.Bind(At("127.0.0.1"));
        var goneAddress = gone.LocalEndPoint;
        gone.Dispose();
        await server.SendAsync(new byte[1], goneAddress, default);
        using var client = UdpSocket.Bind(At("127.0.0.1"));
        await client.SendAsync(new byte[2], server.LocalEndPoint, default);

        Assert.Equal(2, (await server.ReceiveAsync(new byte[16], default).AsTask().WaitAsync(Patience)).Length);
    }

    [Fact]
    public void Bind_PortInUse_SaysWhichAndWhatToDo()
    {
        using var first = UdpSocket.Bind(At("127.0.0.1"));
        var port = first.LocalEndPoint.Port;

        var general = Assert.Throws<IOException>(() => UdpSocket.Bind(new() { LocalEndPoint = first.LocalEndPoint }));
        var special = Assert.Throws<IOException>(() => UdpSocket.Bind(new() { LocalEndPoint = first.LocalEndPoint, PortInUseAdvice = "stop that one" }));

        Assert.Equal($"UDP port {port} on 127.0.0.1 is already in use: stop the other server (ss -ulpn 'sport = :{port}') or choose another port.", general.Message);
        Assert.Equal($"UDP port {port} on 127.0.0.1 is already in use: stop that one.", special.Message);
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.IsType<SocketException>(general.InnerException).SocketErrorCode);
    }

    [Fact]
    public void Bind_ReuseAddressOnBoth_SharesThePort()
    {
        using var first = UdpSocket.Bind(At("127.0.0.1") with { ReuseAddress = true });

        using var second = UdpSocket.Bind(new() { LocalEndPoint = first.LocalEndPoint, ReuseAddress = true });

        Assert.Equal(first.LocalEndPoint, second.LocalEndPoint);
    }

    [Fact]
    public void Bind_AddressOfNobody_NamesTheSetting()
    {
        var failure = Assert.Throws<IOException>(() => UdpSocket.Bind(At("192.0.2.77")));

        Assert.Contains("192.0.2.77", failure.Message);
        Assert.Contains("'ipaddr' in warewulf.conf", failure.Message);
    }

    [Fact]
    public void Bind_UnknownDevice_NamesIt()
    {
        var failure = Assert.Throws<IOException>(() => UdpSocket.Bind(At("0.0.0.0") with { Device = "nosuch0" }));

        Assert.Contains("(interface 'nosuch0') cannot be used: there is no such interface", failure.Message);
    }

    [Fact]
    public async Task Bind_Device_ReceivesThroughIt()
    {
        using var server = UdpSocket.Bind(At("0.0.0.0") with { Device = "lo", AllowBroadcast = true });
        using var client = UdpSocket.Bind(At("127.0.0.1"));
        await client.SendAsync(new byte[4], new IPEndPoint(IPAddress.Loopback, server.LocalEndPoint.Port), default);

        Assert.Equal(4, (await server.ReceiveAsync(new byte[16], default).AsTask().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task SendAsync_BroadcastNotAllowed_IsRefused()
    {
        using var socket = UdpSocket.Bind(At("127.0.0.1"));

        var failure = await Assert.ThrowsAsync<SocketException>(() => socket.SendAsync(new byte[1], new IPEndPoint(IPAddress.Broadcast, 9), default).AsTask());

        Assert.Equal(SocketError.AccessDenied, failure.SocketErrorCode);
    }

    [Fact]
    public async Task Dispose_WhileReceiving_EndsTheWait()
    {
        var socket = UdpSocket.Bind(At("127.0.0.1"));
        var wait = socket.ReceiveAsync(new byte[16], default).AsTask();

        socket.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.WaitAsync(Patience));
    }

    private static UdpSocketOptions At(string address) => new() { LocalEndPoint = new IPEndPoint(IPAddress.Parse(address), 0) };

    private static int LoopbackIndex() =>
        int.Parse(File.ReadAllText("/sys/class/net/lo/ifindex"), System.Globalization.CultureInfo.InvariantCulture);
}
