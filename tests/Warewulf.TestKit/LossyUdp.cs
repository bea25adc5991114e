using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Warewulf.TestKit;

/// <summary>
/// A relay on the loopback interface that loses, doubles and delays datagrams in both directions, as chance from a seed decides. Works for protocols in which
/// the server answers from another port than it was asked on: each answering port gets a port of the relay.
/// </summary>
public sealed class LossyUdp : IAsyncDisposable
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private readonly IPEndPoint _server;
    private readonly Random _random;
    private readonly Lock _randomLock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly ConcurrentBag<Task> _loops = [];
    private readonly ConcurrentDictionary<IPEndPoint, Socket> _towardsServer = new();
    private readonly ConcurrentDictionary<(IPEndPoint Client, IPEndPoint Server), Socket> _towardsClient = new();

    /// <summary>Starts a relay to a server.</summary>
    /// <param name="server">Where clients' first datagrams go.</param>
    /// <param name="seed">Decides each datagram's fate (in the order they come by, which is not the same in every run).</param>
    public LossyUdp(IPEndPoint server, int seed)
    {
        _server = server;
        _random = new Random(seed);
        var front = NewSocket();
        EndPoint = (IPEndPoint)front.LocalEndPoint!;
        _loops.Add(PumpAsync(front, (data, client) => Send(InnerFor(client), data, _server)));
    }

    /// <summary>Where clients send to.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The share of datagrams that vanish, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>The share of datagrams that arrive twice, 0 to 1.</summary>
    public double Duplication { get; init; }

    /// <summary>The share of datagrams that are held back for 1 to 10 ms, so that others overtake them, 0 to 1.</summary>
    public double Delay { get; init; }

    /// <summary>Stops the relay; may be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        await Task.WhenAll(_loops);
        _stop.Dispose();
    }

    private Socket InnerFor(IPEndPoint client) => _towardsServer.GetOrAdd(client, _ =>
    {
        var inner = NewSocket();
        _loops.Add(PumpAsync(inner, (data, server) => Send(OuterFor(client, server, inner), data, client)));
        return inner;
    });

    private Socket OuterFor(IPEndPoint client, IPEndPoint server, Socket inner) => _towardsClient.GetOrAdd((client, server), _ =>
    {
        var outer = NewSocket();
        _loops.Add(PumpAsync(outer, (data, _) => Send(inner, data, server)));
        return outer;
    });

    private Socket NewSocket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(AnyPort);
        _sockets.Add(socket);
        return socket;
    }

    private async Task PumpAsync(Socket from, Action<byte[], IPEndPoint> forward)
    {
        await Task.Yield();
        var buffer = new byte[65536];
        try
        {
            while (true)
            {
                var received = await from.ReceiveFromAsync(buffer, AnyPort, _stop.Token);
                forward(buffer[..received.ReceivedBytes], (IPEndPoint)received.RemoteEndPoint);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The relay stops.
        }
    }

    private void Send(Socket socket, byte[] data, IPEndPoint to)
    {
        foreach (var delay in Fate())
        {
            if (delay == 0)
            {
                SendNow(socket, data, to);
            }
            else
            {
                _loops.Add(Task.Delay(delay).ContinueWith(_ => SendNow(socket, data, to), TaskScheduler.Default));
            }
        }
    }

    private static void SendNow(Socket socket, byte[] data, IPEndPoint to)
    {
        try
        {
            socket.SendTo(data, to);
        }
        catch (Exception failure) when (failure is ObjectDisposedException or SocketException)
        {
            // Lost, as may happen here.
        }
    }

    /// <summary>The delay in milliseconds of each copy that arrives.</summary>
    private List<int> Fate()
    {
        lock (_randomLock)
        {
            var copies = _random.NextDouble() < Loss ? 0 : _random.NextDouble() < Duplication ? 2 : 1;
            return [.. Enumerable.Range(0, copies).Select(_ => _random.NextDouble() < Delay ? _random.Next(1, 11) : 0)];
        }
    }
}
