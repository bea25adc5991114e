using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>Promises that the server follows interfaces that come, go and are made anew.</summary>
[Trait("Suite", "Fast")]
public sealed class DhcpServerInterfaceTests : IAsyncLifetime, IDisposable
{
    private static readonly DhcpInterface MadeAnew = TestNetwork.Interface with { Index = 9 };

    private readonly ConcurrentDictionary<DhcpInterface, FakeUdpSocket> _sockets = new();
    private readonly RecordingLogger _logger = new();
    private readonly ManualTimeProvider _time = new();
    private readonly DhcpServer _server;
    private volatile DhcpInterface[] _interfaces = [TestNetwork.Interface];
    private volatile string? _refusal;
    private int _refused;
    private int _surveys;

    public DhcpServerInterfaceTests() => _server = new DhcpServer(
        Survey, () => TestNetwork.Snapshot, new FakeLeaseSource(),
        new RecordingObserver(), new DhcpServerOptions { HttpPort = () => 8000 }, _time, _logger, Bind);

    public Task InitializeAsync() => _server.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }
    }

    [Fact]
    public async Task Watch_InterfaceMadeAnew_IsBoundAgainAndBothAreSaid()
    {
        _interfaces = [MadeAnew];
        await UntilAsync(() => _sockets.ContainsKey(MadeAnew), "the new interface is bound");

        _sockets[MadeAnew].Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));

        Assert.Equal(TestNetwork.Ip("10.77.0.11"), (await _sockets[MadeAnew].SentAsync()).Packet.YourAddress);
        Assert.True(_sockets[TestNetwork.Interface].IsDisposed);
        Assert.Single(_logger.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("eth1", StringComparison.Ordinal)
            && line.Text.Contains("made anew", StringComparison.Ordinal));
        Assert.Equal(2, _logger.Lines.Count(line => line.Text.StartsWith("Answering DHCP on interface eth1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Watch_InterfaceGoneAndBack_IsClosedAndBoundAgain()
    {
        _interfaces = [];
        await UntilAsync(() => _sockets[TestNetwork.Interface].IsDisposed, "the interface is given up");
        _interfaces = [MadeAnew];
        await UntilAsync(() => _sockets.ContainsKey(MadeAnew), "the interface is bound again");

        _sockets[MadeAnew].Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));

        Assert.Equal(DhcpMessageType.Offer, (await _sockets[MadeAnew].SentAsync()).Packet.MessageType);
    }

    [Fact]
    public async Task Watch_NothingChanged_KeepsItsSocket()
    {
        await UntilAsync(() => Volatile.Read(ref _surveys) > 3, "the server looked again and again");

        _sockets[TestNetwork.Interface].Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));

        Assert.Equal(DhcpMessageType.Offer, (await _sockets[TestNetwork.Interface].SentAsync()).Packet.MessageType);
        Assert.Single(_sockets);
    }

    [Fact]
    public async Task Watch_PortTaken_IsSaidOnceAndTriedAgain()
    {
        _refusal = "somebody else has it";
        _interfaces = [MadeAnew];
        await UntilAsync(() => Volatile.Read(ref _refused) >= 3, "it was tried three times");

        _refusal = null;
        await UntilAsync(() => _sockets.ContainsKey(MadeAnew), "the interface is bound");

        Assert.Contains("somebody else has it", Assert.Single(_logger.Lines, line => line.Level == LogLevel.Error).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boot_Url_HasThePortThatIsServed()
    {
        _sockets[TestNetwork.Interface].Arrive(TestNetwork.From("PXEClient", 0, "iPXE", TestNetwork.Known));

        Assert.StartsWith("http://10.77.0.1:8000/ipxe/", (await _sockets[TestNetwork.Interface].SentAsync()).Packet.File, StringComparison.Ordinal);
    }

    private DhcpPlacement Survey()
    {
        Interlocked.Increment(ref _surveys);
        return new DhcpPlacement(_interfaces, [TestNetwork.Interface.Address]);
    }

    private FakeUdpSocket Bind(DhcpInterface on)
    {
        if (_refusal is { } reason)
        {
            Interlocked.Increment(ref _refused);
            throw new IOException(reason);
        }

        return _sockets.GetOrAdd(on, _ => new FakeUdpSocket());
    }

    private Task UntilAsync(Func<bool> fact, string what) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return fact();
        },
        what);
}
