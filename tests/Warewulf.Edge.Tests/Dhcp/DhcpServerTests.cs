using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp;

[Trait("Suite", "Fast")]
public sealed class DhcpServerTests : IAsyncLifetime, IDisposable
{
    private readonly FakeUdpSocket _socket = new();
    private readonly FakeLeaseSource _leases = new();
    private readonly RecordingObserver _observer = new();
    private readonly RecordingLogger _logger = new();
    private SegmentSnapshot? _snapshot = TestNetwork.Snapshot;
    private DhcpServer? _server;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    public void Dispose() => _socket.Dispose();

    [Fact]
    public async Task Start_KnownNode_IsAnsweredObservedAndLoggedOnce()
    {
        var server = await StartAsync();

        _socket.Arrive(TestNetwork.From("PXEClient", 7, null, TestNetwork.Known));
        var (offer, to) = await _socket.SentAsync();
        _socket.Arrive(Request(TestNetwork.Known, "10.77.0.11"));
        var (ack, _) = await _socket.SentAsync();

        Assert.Equal(DhcpMessageType.Offer, offer.MessageType);
        Assert.Equal(new IPEndPoint(IPAddress.Broadcast, 68), to);
        Assert.Equal(DhcpMessageType.Ack, ack.MessageType);
        Assert.Empty(_leases.Requests);
        await UntilAsync(() => _observer.Exchanges.Count == 2, "two exchanges are observed");
        var first = _observer.Exchanges.First();
        Assert.Equal((TestNetwork.Known, TestNetwork.Ip("10.77.0.11"), false, true), (first.Mac, first.Address, first.Acked, first.PowerOn));
        Assert.Equal("n1", first.Node.ToString());
        Assert.Equal((true, false, false), (_observer.Exchanges.Last().Acked, _observer.Exchanges.Last().PowerOn, _observer.Exchanges.Last().Renewal));
        Assert.Equal((2, 2), (server.Counters.Received, server.Counters.Answered));
        Assert.Single(_logger.Lines, l => l.Level == LogLevel.Information && l.Text.Contains("52:54:00:77:00:01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_UnknownMachine_GetsWhatTheHeadLeases()
    {
        await StartAsync();

        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown));
        Assert.Equal(TestNetwork.Ip("10.77.0.100"), (await _socket.SentAsync()).Packet.YourAddress);
        _socket.Arrive(Request(TestNetwork.Unknown, "10.77.0.100"));
        Assert.Equal(DhcpMessageType.Ack, (await _socket.SentAsync()).Packet.MessageType);

        Assert.Equal([false, true], _leases.Requests.Select(r => r.Commit));
    }

    [Fact]
    public async Task Start_SlowHead_DelaysNobodyElse()
    {
        var gate = new TaskCompletionSource<LeaseResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = MacAddress.Parse("52:54:00:77:09:01");
        var quick = _leases.Answer;
        _leases.Answer = (request, token) => request.Mac == slow ? gate.Task : quick(request, token);
        await StartAsync();

        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, slow));
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown));
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));

        byte[][] answered = [(await _socket.SentAsync()).Packet.HardwareAddress.ToArray(), (await _socket.SentAsync()).Packet.HardwareAddress.ToArray()];
        Assert.Equal([TestNetwork.Unknown.ToBytes(), TestNetwork.Known.ToBytes()], answered);
        gate.SetResult(new LeaseResponse(true) { Address = TestNetwork.Ip("10.77.0.101") });
        Assert.Equal(slow.ToBytes(), (await _socket.SentAsync()).Packet.HardwareAddress.ToArray());
    }

    [Fact]
    public async Task Start_RepeatedRequestInProgress_IsAskedAndAnsweredOnce()
    {
        var gate = new TaskCompletionSource<LeaseResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _leases.Answer = (_, _) => gate.Task;
        var server = await StartAsync();
        var discover = TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown);

        _socket.Arrive(discover);
        _socket.Arrive(discover);
        await UntilAsync(() => server.Counters.Silent(DhcpSilence.Duplicate) == 1, "the second request is dropped");
        gate.SetResult(new LeaseResponse(true) { Address = TestNetwork.Ip("10.77.0.101") });
        await _socket.SentAsync();

        Assert.Single(_leases.Requests);
        Assert.Equal(0, _socket.Unread);
    }

    [Fact]
    public async Task Start_RequestBehindOneInProgress_IsAnsweredAfterIt()
    {
        var gate = new TaskCompletionSource<LeaseResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var granted = new LeaseResponse(true) { Address = TestNetwork.Ip("10.77.0.101"), ExpiresAt = TestNetwork.Now.AddHours(1) };
        _leases.Answer = (request, _) => request.Commit ? Task.FromResult<LeaseResponse?>(granted) : gate.Task;
        var server = await StartAsync();

        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown));
        _socket.Arrive(Request(TestNetwork.Unknown, "10.77.0.101"));
        await UntilAsync(() => server.Counters.Received == 2, "both requests are received");
        gate.SetResult(granted);

        Assert.Equal(DhcpMessageType.Offer, (await _socket.SentAsync()).Packet.MessageType);
        Assert.Equal(DhcpMessageType.Ack, (await _socket.SentAsync()).Packet.MessageType);
    }

    [Fact]
    public async Task Start_MoreCallsThanAllowed_AreDroppedAsBusy()
    {
        _leases.Answer = (_, token) => Never(token);
        var server = await StartAsync(new DhcpServerOptions { LeaseCallsInFlight = 1, LeaseTimeout = TimeSpan.FromMinutes(1), StopTimeout = TimeSpan.Zero });

        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown));
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Addressless));

        await UntilAsync(() => server.Counters.Silent(DhcpSilence.Busy) == 1, "the second machine is dropped");
        Assert.Single(_leases.Requests);
    }

    [Fact]
    public async Task Start_HeadNeverAnswers_GivesUpAndServesOn()
    {
        _leases.Answer = (_, _) => Never(CancellationToken.None);
        var server = await StartAsync(new DhcpServerOptions { LeaseTimeout = TimeSpan.FromMilliseconds(50) });

        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown));
        await UntilAsync(() => server.Counters.Silent(DhcpSilence.NoHead) == 1, "the request is given up");
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));

        Assert.Equal(DhcpMessageType.Offer, (await _socket.SentAsync()).Packet.MessageType);
        Assert.Contains(_logger.Lines, l => l.Level == LogLevel.Warning && l.Text.StartsWith("No head answered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_LeaseSourceFails_IsCountedLoggedAndSurvived()
    {
        _leases.Answer = (_, _) => throw new InvalidOperationException("broken");
        var server = await StartAsync();

        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown));
        await UntilAsync(() => server.Counters.Silent(DhcpSilence.Failed) == 1, "the failure is counted");
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));

        Assert.Equal(DhcpMessageType.Offer, (await _socket.SentAsync()).Packet.MessageType);
        Assert.Contains(_logger.Lines, l => l.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Start_ReservationElsewhere_WarnsOncePerMachine()
    {
        var server = await StartAsync();

        for (uint xid = 0; xid < 3; xid++)
        {
            _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Remote) with { Xid = xid });
        }

        await UntilAsync(() => server.Counters.Silent(DhcpSilence.ReservedElsewhere) == 3, "three requests are refused");
        var warning = Assert.Single(_logger.Lines, l => l.Level == LogLevel.Warning);
        Assert.Contains("n2", warning.Text, StringComparison.Ordinal);
        Assert.Contains("10.81.0.12", warning.Text, StringComparison.Ordinal);
        Assert.Contains("default", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ReleaseAndDecline_AreTold()
    {
        await StartAsync();

        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Release, TestNetwork.Unknown) with { ClientAddress = TestNetwork.Ip("10.77.0.120") });
        _socket.Arrive(TestNetwork.Packet(
            DhcpMessageType.Decline, TestNetwork.Addressless, o => o.Add(DhcpOptionCode.RequestedAddress, TestNetwork.Ip("10.77.0.121"))));

        await UntilAsync(() => _leases.Releases.Count == 2, "both are told");
        Assert.Equal([false, true], _leases.Releases.Select(r => r.Declined));
        Assert.Equal(0, _socket.Unread);
    }

    [Fact]
    public async Task Start_NewSnapshot_CountsFromTheNextRequest()
    {
        _snapshot = null;
        var server = await StartAsync();
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));
        await UntilAsync(() => server.Counters.Silent(DhcpSilence.NoSnapshot) == 1, "nobody is known");

        _snapshot = TestNetwork.Snapshot;
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));

        Assert.Equal(TestNetwork.Ip("10.77.0.11"), (await _socket.SentAsync()).Packet.YourAddress);
    }

    [Fact]
    public async Task Start_SocketFailures_AreSurvived()
    {
        var server = await StartAsync(new DhcpServerOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });

        _socket.NextFailure = new SocketException((int)SocketError.NetworkDown);
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));
        await UntilAsync(() => _logger.Lines.Any(l => l.Text.Contains("receives nothing", StringComparison.Ordinal)), "the failed receive is logged");
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known));

        Assert.Equal(DhcpMessageType.Offer, (await _socket.SentAsync()).Packet.MessageType);
        Assert.Equal(1, server.Counters.Answered);
    }

    [Fact]
    public async Task Stop_RequestInProgress_IsFinishedThenThePortIsClosed()
    {
        var gate = new TaskCompletionSource<LeaseResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _leases.Answer = (_, _) => gate.Task;
        var server = await StartAsync(new DhcpServerOptions { StopTimeout = TimeSpan.FromMinutes(1) });
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown));
        await UntilAsync(() => _leases.Requests.Count == 1, "the head is asked");

        var stop = server.StopAsync(CancellationToken.None);
        Assert.False(stop.IsCompleted);
        gate.SetResult(new LeaseResponse(true) { Address = TestNetwork.Ip("10.77.0.101") });
        await stop;

        Assert.Equal(1, server.Counters.Answered);
        Assert.True(_socket.IsDisposed);
    }

    [Fact]
    public async Task Stop_HeadNeverAnswers_EndsAfterTheTimeout()
    {
        _leases.Answer = (_, _) => Never(CancellationToken.None);
        var server = await StartAsync(new DhcpServerOptions { LeaseTimeout = TimeSpan.FromMinutes(5), StopTimeout = TimeSpan.FromMilliseconds(50) });
        _socket.Arrive(TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown));
        await UntilAsync(() => _leases.Requests.Count == 1, "the head is asked");

        await server.StopAsync(CancellationToken.None);
        await server.StopAsync(CancellationToken.None);

        Assert.True(_socket.IsDisposed);
        Assert.DoesNotContain(_logger.Lines, l => l.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Start_SecondPortTaken_ClosesTheFirst()
    {
        var failing = new DhcpServer(
            () => new DhcpPlacement([TestNetwork.Interface, new DhcpInterface("eth2", TestNetwork.Ip("10.81.0.1"), 3)], []),
            () => _snapshot, _leases, _observer, new DhcpServerOptions(), TimeProvider.System, _logger, on => on.Name == "eth2" ? throw new IOException("in use") : _socket);

        await Assert.ThrowsAsync<IOException>(() => failing.StartAsync(CancellationToken.None));

        Assert.True(_socket.IsDisposed);
    }

    [Theory]
    [InlineData("Discover", "0.0.0.0", "0.0.0.0", "255.255.255.255:68")]
    [InlineData("Request", "10.77.0.11", "0.0.0.0", "10.77.0.11:68")]
    [InlineData("Request", "10.77.0.99", "0.0.0.0", "255.255.255.255:68")]
    [InlineData("Inform", "10.77.0.11", "0.0.0.0", "10.77.0.11:68")]
    [InlineData("Discover", "0.0.0.0", "10.77.0.5", "10.77.0.5:67")]
    [InlineData("Request", "10.77.0.99", "10.77.0.5", "10.77.0.5:67")]
    public void DestinationOf_Reply_IsRelayClientOrBroadcast(string type, string own, string relay, string expected)
    {
        var context = TestNetwork.Context(TestNetwork.Packet(Enum.Parse<DhcpMessageType>(type), TestNetwork.Known) with
        {
            ClientAddress = TestNetwork.Ip(own),
            RelayAddress = TestNetwork.Ip(relay),
        });

        var reply = new DhcpDecider().Decide(context).Reply!;

        Assert.Equal(expected, DhcpResponder.DestinationOf(context, reply).ToString());
    }

    private static DhcpPacket Request(MacAddress mac, string address) => TestNetwork.Packet(DhcpMessageType.Request, mac, o => o
        .Add(DhcpOptionCode.RequestedAddress, TestNetwork.Ip(address))
        .Add(DhcpOptionCode.ServerIdentifier, TestNetwork.Interface.Address));

    private static async Task<LeaseResponse?> Never(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return null;
    }

    private static async Task UntilAsync(Func<bool> fact, string what)
    {
        for (var i = 0; i < 3_000; i++)
        {
            if (fact())
            {
                return;
            }

            await Task.Delay(10);
        }

        Assert.Fail($"Waited in vain until {what}.");
    }

    private async Task<DhcpServer> StartAsync(DhcpServerOptions? options = null)
    {
        _server = new DhcpServer(
            () => TestNetwork.Placement, () => _snapshot, _leases, _observer, options ?? new DhcpServerOptions(), TimeProvider.System, _logger, _ => _socket);
        await _server.StartAsync(CancellationToken.None);
        return _server;
    }
}
