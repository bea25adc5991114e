using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Leases;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;
using Warewulf.Edge.Hosting;
using Warewulf.Edge.Sockets;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>Promises that real clients get along with the server: udhcpc on a cable, and behind dnsmasq as a relay agent.</summary>
[Trait("Suite", "Socket")]
[SupportedOSPlatform("linux")]
public sealed class DhcpRealClientTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NetworkNamespaces _namespaces = new();
    private readonly FakeLeaseSource _leases = new();
    private readonly RecordingObserver _observer = new();
    private readonly RecordingLogger _logger = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("dhcp").FullName;

    public void Dispose()
    {
        _namespaces.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [NetworkNamespaceFact]
    public async Task Udhcpc_KnownNode_GetsItsReservation()
    {
        var (server, client) = Cable(TestNetwork.Known.ToString());
        await using var dhcp = await StartAsync(server);

        var lines = await UdhcpcAsync(client, "c0");

        Assert.Contains("bound 10.77.0.11 255.255.255.0 10.77.0.254 n1 10.77.0.1 3600", lines);
        Assert.True(_observer.Exchanges.Last().Acked);
        Assert.Empty(_leases.Requests);
    }

    [NetworkNamespaceFact]
    public async Task Udhcpc_UnknownMachine_LeasesRenewsAndReleases()
    {
        _leases.Answer = (_, _) => Task.FromResult<LeaseResponse?>(
            new LeaseResponse(true) { Address = TestNetwork.Ip("10.77.0.100"), ExpiresAt = TimeProvider.System.GetUtcNow().AddMinutes(30) });
        var (server, client) = Cable(TestNetwork.Unknown.ToString());
        await using var dhcp = await StartAsync(server);

        var process = _namespaces.Start(client, "udhcpc", "-f", "-i", "c0", "-s", Script(apply: true));
        await LineAsync(process, line => line.StartsWith("bound 10.77.0.100", StringComparison.Ordinal));
        Signal(process, "USR1");
        await LineAsync(process, line => line.StartsWith("renew 10.77.0.100", StringComparison.Ordinal));
        Signal(process, "USR2");
        await LineAsync(process, line => line.StartsWith("deconfig", StringComparison.Ordinal));
        await UntilAsync(() => !_leases.Releases.IsEmpty, "the release is told");

        Assert.True(_observer.Exchanges.Last().Renewal);
        Assert.Equal(
            new LeaseRelease(TestNetwork.Snapshot.Segments[0].Name, TestNetwork.Unknown, TestNetwork.Ip("10.77.0.100"), false), _leases.Releases.Last());
    }

    [NetworkNamespaceFact]
    public async Task Udhcpc_BehindARelay_GetsItsReservationInTheOtherSegment()
    {
        var server = _namespaces.Add("s");
        var relay = _namespaces.Add("r");
        var client = _namespaces.Add("c");
        NetworkNamespaces.Join(server, "s0", relay, "r0");
        NetworkNamespaces.Join(relay, "r1", client, "c0");
        NetworkNamespaces.Ip(server, "addr add 10.77.0.1/24 dev s0");
        NetworkNamespaces.Ip(server, "route add 10.81.0.0/24 via 10.77.0.3");
        NetworkNamespaces.Ip(relay, "addr add 10.77.0.3/24 dev r0");
        NetworkNamespaces.Ip(relay, "addr add 10.81.0.1/24 dev r1");
        NetworkNamespaces.Ip(client, $"link set c0 address {TestNetwork.Remote}");
        await using var dhcp = await StartAsync(server);
        _namespaces.Start(
            relay, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--user=root", "--dhcp-relay=10.81.0.1,10.77.0.1",
            "--interface=r0", "--interface=r1", "--bind-interfaces", $"--pid-file={_directory}/relay.pid", "--log-facility=-");

        var lines = await UdhcpcAsync(client, "c0");

        Assert.Contains("bound 10.81.0.12 255.255.0.0 10.81.0.9  10.77.0.1 7200", lines);
        Assert.Equal("remote", _observer.Exchanges.Last().Segment.ToString());
    }

    [NetworkNamespaceFact]
    public async Task Udhcpc_AfterTheServersInterfaceWasMadeAnew_IsAnsweredAgain()
    {
        var time = new ManualTimeProvider();
        var (server, client) = Cable(TestNetwork.Known.ToString());
        await using var dhcp = new DhcpServer(
            () => NetworkNamespaces.Inside(server, () => DhcpPlacement.Of(TestNetwork.Snapshot, [], HostInterfaces.Read())),
            () => TestNetwork.Snapshot, _leases, _observer, new DhcpServerOptions(), time, _logger, on => Bind(server, on));
        await dhcp.StartAsync(CancellationToken.None);
        Assert.Contains(await UdhcpcAsync(client, "c0"), line => line.StartsWith("bound 10.77.0.11 ", StringComparison.Ordinal));

        NetworkNamespaces.Ip(server, "link del s0");
        Connect(server, client, TestNetwork.Known.ToString());
        await UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return _logger.Lines.Count(line => line.Text.StartsWith("Answering DHCP on interface s0", StringComparison.Ordinal)) == 2;
            },
            "the server listens on the new interface");

        Assert.Contains(await UdhcpcAsync(client, "c0"), line => line.StartsWith("bound 10.77.0.11 ", StringComparison.Ordinal));
        Assert.Contains(_logger.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("made anew", StringComparison.Ordinal));
    }

    [NetworkNamespaceFact]
    public async Task Start_PortTaken_SaysWhichAndWhatToDo()
    {
        var (server, _) = Cable(TestNetwork.Known.ToString());
        await using var first = await StartAsync(server);

        var error = await Assert.ThrowsAsync<IOException>(() => StartAsync(server));

        Assert.Contains("UDP port 67", error.Message, StringComparison.Ordinal);
        Assert.Contains("'s0'", error.Message, StringComparison.Ordinal);
        Assert.Contains("stop the other DHCP server", error.Message, StringComparison.Ordinal);
    }

    [NetworkNamespaceFact]
    public async Task MutatedRequests_OverARealSocket_AreAnsweredProperlyOrNotAtAll()
    {
        const int Seed = 99;
        const int Count = 10_000;
        const int AtOnce = 100;
        var (server, client) = Cable(TestNetwork.Known.ToString());
        NetworkNamespaces.Ip(client, "addr add 10.77.0.77/24 dev c0");
        await using var dhcp = await StartAsync(server);
        using var socket = NetworkNamespaces.Inside(client, () => UdpSocket.Bind(
            new UdpSocketOptions { LocalEndPoint = new IPEndPoint(IPAddress.Any, DhcpPacket.ClientPort), AllowBroadcast = true, Device = "c0" }));
        var random = new Random(Seed);
        var original = Captures.Read("ipxe-bios-discover");
        var to = new IPEndPoint(IPAddress.Broadcast, DhcpPacket.ServerPort);
        var answers = 0;
        for (uint i = 1; i <= Count; i++)
        {
            var datagram = original.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                datagram[random.Next(236, datagram.Length)] = (byte)random.Next(256);
            }

            await socket.SendAsync(datagram, to, CancellationToken.None);
            if (i % AtOnce == 0)
            {
                // No more under way than the sockets hold: the answer to a good request tells that those before it were taken.
                var good = TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known) with { Xid = 0xFEED0000 | i };
                await socket.SendAsync(DhcpPacketWriter.Write(good, DhcpPacketWriter.DefaultMaximumLength), to, CancellationToken.None);
                answers += await ProperAnswersAsync(good.Xid);
            }
        }

        Assert.Equal(Count + (Count / AtOnce), dhcp.Counters.Received);
        Assert.True(answers > Count / 20, $"seed {Seed}: only {answers} of the mutations were still requests, which tests little");
        Assert.Equal(0, dhcp.Counters.Silent(DhcpSilence.Failed));

        async Task<int> ProperAnswersAsync(uint last)
        {
            using var limit = new CancellationTokenSource(Patience);
            var buffer = new byte[2048];
            for (var count = 0; ; count++)
            {
                var received = await socket.ReceiveAsync(buffer, limit.Token);
                var read = DhcpPacketReader.Read(buffer.AsSpan(0, received.Length));
                Assert.True(read.Problem is null, $"seed {Seed}: {read.Problem}");
                var packet = read.Packet!;
                Assert.Equal(DhcpPacket.BootReply, packet.Op);
                if (packet.Xid == last)
                {
                    return count;
                }

                Assert.True(packet.HardwareAddress.Span.SequenceEqual(original.AsSpan(28, 6)), $"seed {Seed}");
                Assert.Contains(packet.YourAddress, new[] { IPAddress.Any, TestNetwork.Ip("10.77.0.11") });
            }
        }
    }

    private (string Server, string Client) Cable(string mac)
    {
        var server = _namespaces.Add("s");
        var client = _namespaces.Add("c");
        Connect(server, client, mac);
        return (server, client);
    }

    private static void Connect(string server, string client, string mac)
    {
        NetworkNamespaces.Join(server, "s0", client, "c0");
        NetworkNamespaces.Ip(server, "addr add 10.77.0.1/24 dev s0");
        NetworkNamespaces.Ip(client, $"link set c0 address {mac}");
    }

    private static UdpSocket Bind(string server, DhcpInterface on) =>
        NetworkNamespaces.Inside(server, () => UdpSocket.Bind(DhcpServer.OptionsFor(on)));

    private async Task<DhcpServer> StartAsync(string name)
    {
        var server = new DhcpServer(
            () => new DhcpPlacement([new DhcpInterface("s0", TestNetwork.Ip("10.77.0.1"), 1)], [TestNetwork.Ip("10.77.0.1")]),
            () => TestNetwork.Snapshot, _leases, _observer, new DhcpServerOptions(), TimeProvider.System, _logger, on => Bind(name, on));
        await server.StartAsync(CancellationToken.None);
        return server;
    }

    private async Task<string[]> UdhcpcAsync(string name, string device)
    {
        var process = _namespaces.Start(name, "udhcpc", "-f", "-q", "-n", "-t", "10", "-T", "1", "-i", device, "-s", Script(apply: false));
        var output = process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return (await output).Split('\n');
    }

    private string Script(bool apply)
    {
        var path = Path.Combine(_directory, "script");
        File.WriteAllText(path, $"""
            #!/bin/sh
            {(apply ? "[ -z \"$ip\" ] || ip addr replace \"$ip/24\" dev \"$interface\"" : "")}
            echo "$1 $ip $subnet $router $hostname $serverid $lease"
            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static async Task LineAsync(Process process, Func<string, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (wanted(line))
            {
                return;
            }
        }

        Assert.Fail("The client ended before it said what was waited for.");
    }

    // "ip netns exec" becomes the program it runs, so the id is the client's own.
    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task UntilAsync(Func<bool> fact, string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!fact())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited in vain until {what}.");
            await Task.Delay(10);
        }
    }
}
