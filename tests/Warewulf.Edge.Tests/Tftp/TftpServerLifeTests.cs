using System.Net;
using Microsoft.Extensions.Logging;
using Warewulf.Edge.Sockets;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Tests.Tftp;

/// <summary>Start, stop, limits and the observer.</summary>
[Trait("Suite", "Socket")]
public sealed class TftpServerLifeTests
{
    [Fact]
    public async Task StartAsync_PortInUse_SaysWhichAndWhatToDo()
    {
        using var other = UdpSocket.Bind(new() { LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0) });
        var port = other.LocalEndPoint.Port;

        var failure = await Assert.ThrowsAsync<IOException>(() => TftpTestServer.StartAsync(new() { LocalEndPoint = other.LocalEndPoint }));

        Assert.Equal(
            $"UDP port {port} on 127.0.0.1 is already in use: stop the other TFTP server (ss -ulpn 'sport = :{port}') or set 'tftp: enabled: false' in warewulf.conf.",
            failure.Message);
    }

    [Fact]
    public async Task StartAsync_Twice_IsAProgrammersError()
    {
        await using var server = await TftpTestServer.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Server.StartAsync(default));
    }

    [Fact]
    public async Task LocalEndPoint_NotStarted_Throws()
    {
        await using var server = new TftpServer(new(), new TestFiles(), new ThrowingObserver(), TimeProvider.System, new RecordingLogger<TftpServer>());

        Assert.Throws<InvalidOperationException>(() => server.LocalEndPoint);
    }

    [Fact]
    public async Task StopAsync_TransfersRunning_TellsTheClientsAndFreesThePort()
    {
        var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", new byte[5000]);
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet"));
        await client.ReceiveAsync();

        await server.Server.StopAsync().WaitAsync(TftpTestServer.Patience);

        var (packet, _) = await client.ReceiveAsync();
        Assert.Equal((5, 0), (packet[1], packet[3]));
        Assert.Equal(TftpOutcome.ServerStopped, (await server.NextResultAsync()).Outcome);
        Assert.Equal(0, server.Server.ActiveTransfers);
        using var next = UdpSocket.Bind(new() { LocalEndPoint = server.EndPoint });
        await server.Server.StopAsync();
        await server.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task RunAsync_Cancelled_StopsInOrder()
    {
        var logger = new RecordingLogger<TftpServer>();
        await using var server = new TftpServer(TftpTestServer.Quick, new TestFiles(), new ThrowingObserver(), TimeProvider.System, logger);
        using var stop = new CancellationTokenSource();
        var run = server.RunAsync(stop.Token);
        using var client = new TftpTestClient(server.LocalEndPoint);
        Assert.Equal(1, (await client.GetAsync("missing")).ErrorCode);

        await stop.CancelAsync();
        await run.WaitAsync(TftpTestServer.Patience);

        Assert.Equal((3100, 3101), (logger.Events.First().Id, logger.Events.Last().Id));
    }

    [Fact]
    public async Task Observer_Throws_IsLoggedAndHarmsNothing()
    {
        var logger = new RecordingLogger<TftpServer>();
        var files = new TestFiles();
        files.Add("f", "x"u8.ToArray());
        await using (var server = new TftpServer(TftpTestServer.Quick, files, new ThrowingObserver(), TimeProvider.System, logger))
        {
            await server.StartAsync(default);
            using var client = new TftpTestClient(server.LocalEndPoint);
            Assert.Equal("x"u8.ToArray(), (await client.GetAsync("f")).Data);
            Assert.Equal("x"u8.ToArray(), (await client.GetAsync("f")).Data);

            // The client has its last byte before the server tells the observer.
            await Eventually.HoldsAsync(() => Failures() == 2, "both transfers told the observer");
        }

        Assert.Equal(2, Failures());

        int Failures() => logger.Events.Count(entry => entry is { Level: LogLevel.Error, Id: 3110 });
    }

    [Fact]
    public async Task Request_BeyondTheLimit_IsDroppedUntilThereIsRoom()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient with { MaxTransfers = 2 });
        server.Files.Add("f", "x"u8.ToArray());
        using var first = new TftpTestClient(server.EndPoint);
        using var second = new TftpTestClient(server.EndPoint);
        using var third = new TftpTestClient(server.EndPoint) { Retry = TimeSpan.FromMilliseconds(20) };
        await first.SendAsync(TftpTestClient.Request("f", "octet"));
        var (_, from) = await first.ReceiveAsync();
        await second.SendAsync(TftpTestClient.Request("f", "octet"));
        await second.ReceiveAsync();

        await third.SendAsync(TftpTestClient.Request("f", "octet"));
        await third.SendAsync(TftpTestClient.Request("f", "octet"));
        Assert.Empty(await third.UpToMarkerAsync());
        Assert.Equal(2, server.Server.ActiveTransfers);
        await first.SendAsync(TftpTestClient.Ack(1), from);

        Assert.Equal("x"u8.ToArray(), (await third.GetAsync("f")).Data);
        Assert.Single(server.Logger.Events, entry => entry is { Level: LogLevel.Warning, Id: 3108 });
    }

    [Fact]
    public async Task Request_BeyondTheLimitOfItsAddress_IsDroppedAndOthersAreServed()
    {
        await using var server = await TftpTestServer.StartAsync(
            TftpTestServer.Patient with { LocalEndPoint = new IPEndPoint(IPAddress.Any, 0), MaxTransfersPerAddress = 2 });
        server.Files.Add("f", "x"u8.ToArray());
        var at = new IPEndPoint(IPAddress.Loopback, server.EndPoint.Port);
        using var first = new TftpTestClient(at);
        using var second = new TftpTestClient(at);
        using var third = new TftpTestClient(at) { Retry = TimeSpan.FromMilliseconds(20) };
        using var neighbour = new TftpTestClient(at, IPAddress.Parse("127.0.0.2"));
        await first.SendAsync(TftpTestClient.Request("f", "octet"));
        var (_, from) = await first.ReceiveAsync();
        await second.SendAsync(TftpTestClient.Request("f", "octet"));
        await second.ReceiveAsync();

        await third.SendAsync(TftpTestClient.Request("f", "octet"));
        Assert.Empty(await third.UpToMarkerAsync());
        Assert.Equal(2, server.Server.ActiveTransfers);
        Assert.Equal("x"u8.ToArray(), (await neighbour.GetAsync("f")).Data);
        await first.SendAsync(TftpTestClient.Ack(1), from);

        Assert.Equal("x"u8.ToArray(), (await third.GetAsync("f")).Data);
        Assert.DoesNotContain(server.Logger.Events, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public void Constructor_OptionOutOfRange_NamesIt()
    {
        TftpServerOptions[] wrong =
        [
            new() { MaxTransfers = 0 }, new() { MaxBlockSize = 7 }, new() { MaxBlockSize = 65465 }, new() { MaxWindowSize = 0 }, new() { MaxWindowSize = 65536 },
            new() { Timeout = TimeSpan.Zero }, new() { MaxTimeout = TimeSpan.FromMilliseconds(1) }, new() { Retries = -1 },
            new() { MaxTransfersPerAddress = 0 }, new() { RetriesBeforeAnswer = -1 },
        ];

        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(
            () => new TftpServer(options, new TestFiles(), new ThrowingObserver(), TimeProvider.System, new RecordingLogger<TftpServer>())));
    }

    private sealed class ThrowingObserver : ITftpObserver
    {
        public void TransferEnded(TftpTransferResult result) => throw new InvalidOperationException("observer");
    }
}
