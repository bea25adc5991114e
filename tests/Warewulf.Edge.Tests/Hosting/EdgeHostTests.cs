using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Warewulf.Core;
using Warewulf.Core.Boot;
using Warewulf.Core.Segments;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Hosting;
using Warewulf.Edge.Tests.Dhcp;
using Warewulf.Edge.Tests.Http;
using Warewulf.Edge.Tests.Link;

namespace Warewulf.Edge.Tests.Hosting;

[Trait("Suite", "Socket")]
public sealed class EdgeHostTests : IDisposable
{
    private static readonly SegmentSnapshot Quiet = new(1) { DhcpEnabled = false, TftpEnabled = false, HttpPort = 0 };

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingLoggers _loggers = new();
    private readonly FakeHeadLink _heads = new() { Snapshot = Quiet };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Start_WithTheHttpPortInUse_SaysWhichInOneLine()
    {
        using var other = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        other.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        other.Listen();
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;
        _heads.Snapshot = Quiet with { HttpPort = port };
        await using var edge = Edge();

        var failure = await Assert.ThrowsAsync<WarewulfException>(() => edge.StartAsync(CancellationToken.None));

        Assert.StartsWith($"TCP port {port} is in use: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [NetworkNamespaceFact]
    public async Task Start_WithTheTftpPortInUse_SaysWhichInOneLine()
    {
        using var namespaces = new NetworkNamespaces();
        var name = namespaces.Add("t");
        using var other = NetworkNamespaces.Inside(name, () => Bound(69));
        _heads.Snapshot = Quiet with { TftpEnabled = true };
        await using var edge = Edge();

        var failure = StartInside(name, edge);

        Assert.StartsWith("UDP port 69 on 0.0.0.0 is already in use: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [NetworkNamespaceFact]
    public async Task Start_WithTheDhcpPortInUse_SaysWhichInOneLine()
    {
        using var namespaces = new NetworkNamespaces();
        var name = namespaces.Add("d");
        NetworkNamespaces.Ip(name, "link add b0 type bridge");
        NetworkNamespaces.Ip(name, "addr add 10.77.0.1/24 dev b0");
        NetworkNamespaces.Ip(name, "link set b0 up");
        using var other = NetworkNamespaces.Inside(name, () => Bound(67));
        _heads.Snapshot = Quiet with { DhcpEnabled = true, Segments = TestNetwork.Snapshot.Segments };
        await using var edge = Edge();

        var failure = StartInside(name, edge);

        Assert.StartsWith("UDP port 67 on 0.0.0.0 (interface 'b0') is already in use: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithNoInterfaceInABootNetwork_WarnsAndServesHttp()
    {
        _heads.Snapshot = Quiet with
        {
            DhcpEnabled = true,
            Segments = [new SegmentConfig(SegmentName.Parse("default"), IPNetwork.Parse("203.0.113.0/24"))],
        };
        await using var edge = Edge("nosuch0");
        await edge.StartAsync(CancellationToken.None);

        Assert.Contains(_loggers.Lines, line => line.Id == 3590 && line.Text.Contains("'nosuch0'", StringComparison.Ordinal));
        Assert.Contains(_loggers.Lines, line => line.Id == 3591 && line.Text.Contains("default 203.0.113.0/24", StringComparison.Ordinal));
        using var client = new HttpClient();
        Assert.Contains("nodes", await client.GetStringAsync(new Uri($"http://127.0.0.1:{edge.HttpPort}/status")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithLoadersMissing_WarnsOfEachOnce()
    {
        Directory.CreateDirectory(_directory.Below("boot/arm64-efi"));
        await File.WriteAllTextAsync(_directory.Below("boot/arm64-efi/arm64.efi"), "x");
        _heads.Snapshot = Quiet with
        {
            DhcpEnabled = true,
            Loaders = TestNetwork.Snapshot.Loaders.SetItem(ClientArchitecture.UefiByteCode, "warewulf/snponly.efi"),
        };
        await using var edge = Edge();
        await edge.StartAsync(CancellationToken.None);

        var warnings = _loggers.Lines.Where(line => line.Id == 3592).ToList();
        Assert.Equal(2, warnings.Count);
        Assert.All(warnings, warning => Assert.Contains(_directory.Below("boot"), warning.Text, StringComparison.Ordinal));
        Assert.StartsWith("the boot loader undionly.kpxe for Bios is not in", warnings[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("the boot loader snponly.efi for UefiX64, UefiByteCode is not in", warnings[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithACacheDirectoryThatIsAFile_SaysSo()
    {
        await File.WriteAllTextAsync(_directory.Below("cache"), "");
        await using var edge = Edge();

        var failure = await Assert.ThrowsAsync<WarewulfException>(() => edge.StartAsync(CancellationToken.None));

        Assert.Contains(_directory.Below("cache"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_StoppedWhileItWaitsForAHead_Ends()
    {
        _heads.Away = true;
        using var stop = new CancellationTokenSource();
        await using var edge = Edge();
        var start = edge.StartAsync(stop.Token);
        await Eventually.HoldsAsync(() => _loggers.Lines.Any(line => line.Id == 3313), "the edge says that it waits");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task Restart_WithHeadsAway_BootsNodesItKnows()
    {
        var mac = TestEdge.N1;
        var kernel = _heads.Add("vmlinuz", "kernel"u8.ToArray());
        _heads.Plans[mac] = new Core.Boot.BootPlan(Core.Nodes.NodeName.Parse("n1"), 1) { Kernel = kernel };
        using var client = new HttpClient();
        await using (var edge = Edge())
        {
            await edge.StartAsync(CancellationToken.None);
            Assert.Equal("kernel", await client.GetStringAsync(new Uri($"http://127.0.0.1:{edge.HttpPort}/kernel/{mac}")));
        }

        _heads.Away = true;
        await using var restarted = Edge();
        await restarted.StartAsync(CancellationToken.None);

        Assert.Equal("kernel", await client.GetStringAsync(new Uri($"http://127.0.0.1:{restarted.HttpPort}/kernel/{mac}")));
        Assert.Equal(1, _heads.Fetches(kernel));
    }

    [Fact]
    public async Task Restart_WithAnotherPortConfigured_ListensThere()
    {
        await using (var edge = Edge())
        {
            await edge.StartAsync(CancellationToken.None);
            await Eventually.HoldsAsync(() => File.Exists(_directory.Below("cache/snapshot.json")), "the snapshot is kept");
        }

        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        _heads.Snapshot = Quiet with { HttpPort = port };
        await using var restarted = Edge();
        await restarted.StartAsync(CancellationToken.None);

        Assert.Equal(port, restarted.HttpPort);
    }

    [Fact]
    public async Task Reload_OfWhatOnlyARestartChanges_IsSaidOnceForEachChange()
    {
        await using var edge = Edge();
        await edge.StartAsync(CancellationToken.None);

        await TakeAsync(edge, Quiet with { HttpPort = 8000, TftpEnabled = true }, 2);
        await TakeAsync(edge, Quiet with { HttpPort = 8000, TftpEnabled = true }, 3);
        var line = Assert.Single(_loggers.Lines, line => line.Id == 3593).Text;
        Assert.Contains("'warewulf: port' 8000", line, StringComparison.Ordinal);
        Assert.Contains("'tftp: enabled' true", line, StringComparison.Ordinal);
        Assert.Contains("restart wwedge", line, StringComparison.Ordinal);

        await TakeAsync(edge, Quiet, 4);
        await TakeAsync(edge, Quiet with { HttpPort = 8001 }, 5);
        Assert.Equal(2, _loggers.Lines.Count(line => line.Id == 3593));
    }

    private async Task TakeAsync(EdgeHost edge, SegmentSnapshot snapshot, long revision)
    {
        _heads.Snapshot = snapshot with { Revision = revision };
        var store = edge.Services.GetRequiredService<SnapshotStore>();
        await Eventually.HoldsAsync(
            () => File.Exists(_directory.Below("cache/snapshot.json")) && store.Current!.Snapshot.Revision == revision
                && File.ReadAllText(_directory.Below("cache/snapshot.json")).Contains($"\"revision\":{revision}", StringComparison.Ordinal),
            $"revision {revision} is taken");
    }

    private static Socket Bound(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        return socket;
    }

    // Sockets belong to the namespace of the thread that makes them, so this must not hop to another.
    private static WarewulfException StartInside(string name, EdgeHost edge) => NetworkNamespaces.Inside(name, () =>
    {
        SynchronizationContext.SetSynchronizationContext(new OneThread());
        var start = edge.StartAsync(CancellationToken.None);
        ((OneThread)SynchronizationContext.Current!).RunUntil(start);
        return Assert.IsType<WarewulfException>(start.Exception!.InnerException);
    });

    private EdgeHost Edge(params string[] interfaces) => new(
        new EdgeOptions
        {
            Name = "edge1",
            Heads = [],
            CacheDirectory = _directory.Below("cache"),
            LoaderDirectory = _directory.Below("boot"),
            Interfaces = interfaces,
        },
        TimeProvider.System,
        _loggers,
        _heads);
}
