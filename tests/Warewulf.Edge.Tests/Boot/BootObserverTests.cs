using System.Net;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tests.Http;
using Warewulf.Edge.Tests.Link;
using Warewulf.Edge.Tftp;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class BootObserverTests : IDisposable
{
    private static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:00:01");
    private static readonly IPAddress Address = IPAddress.Parse("10.0.0.9");

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeHeadLink _heads = new();
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLoggers _loggers = new();
    private readonly SnapshotStore _snapshots;
    private readonly AddressBook _addresses;
    private readonly Acquaintances _machines;
    private readonly EventSpool _spool;
    private readonly BootObserver _observer;

    public BootObserverTests()
    {
        var options = TestEdge.Options(_directory);
        Directory.CreateDirectory(options.CacheDirectory);
        _snapshots = new SnapshotStore(_heads, options, _time, _loggers.CreateLogger<SnapshotStore>());
        _addresses = new AddressBook(_snapshots);
        _machines = new Acquaintances(_snapshots, _time);
        _spool = new EventSpool(_heads, _machines, options, _time, _loggers.CreateLogger<EventSpool>());
        _observer = new BootObserver(_addresses, _machines, _spool, _time);
    }

    public void Dispose()
    {
        _spool.Dispose();
        _snapshots.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(DhcpClientKind.PxeFirmware, true, false, 1, true, true)]
    [InlineData(DhcpClientKind.HttpFirmware, true, false, 1, true, true)]
    [InlineData(DhcpClientKind.Ipxe, true, false, 1, false, true)]
    [InlineData(DhcpClientKind.System, true, false, 0, false, true)]
    [InlineData(DhcpClientKind.System, true, true, 0, false, true)]
    [InlineData(DhcpClientKind.Ipxe, true, true, 0, false, true)]
    [InlineData(DhcpClientKind.PxeFirmware, false, false, 0, false, false)]
    public async Task Seen_OfEachKind_IsAStageOrNot(DhcpClientKind kind, bool acked, bool renewal, int events, bool powerOn, bool known)
    {
        _observer.Seen(new DhcpExchange(Mac, Address, SegmentName.Parse("default"), kind, acked, _time.GetUtcNow())
        {
            Renewal = renewal,
            Architecture = ClientArchitecture.UefiX64,
        });

        Assert.Equal(known ? Mac : null, _addresses.Find(Address));
        Assert.True(_machines.Includes(Mac));
        await FlushAsync();
        Assert.Equal(events, Events.Count());
        Assert.All(Events, e => Assert.Equal(
            new BootEvent(Mac, BootStage.Dhcp, _time.GetUtcNow()) { Address = Address, Architecture = ClientArchitecture.UefiX64, PowerOn = powerOn }, e));
    }

    [Theory]
    [InlineData(TftpOutcome.Completed, true, 1)]
    [InlineData(TftpOutcome.Completed, false, 0)]
    [InlineData(TftpOutcome.ServerFailed, true, 0)]
    public async Task TransferEnded_OfAWholeFileToAKnownMachine_IsTheLoader(TftpOutcome outcome, bool known, int events)
    {
        if (known)
        {
            _addresses.Note(Address, Mac);
        }

        _observer.TransferEnded(new TftpTransferResult(
            new IPEndPoint(Address, 2000), IPAddress.Loopback, 1, "warewulf/snponly.efi", 99, TimeSpan.Zero, outcome, null));

        await FlushAsync();
        Assert.Equal(events, Events.Count(e => e is { Stage: BootStage.Loader, Bytes: 99, File: "warewulf/snponly.efi" }));
    }

    [Fact]
    public async Task AddressBook_PrefersReservations_AndUnwrapsAddresses()
    {
        _heads.Snapshot = new SegmentSnapshot(1) { Hosts = [new SegmentHost(Mac, NodeName.Parse("n1"), "default") { Address = Address }] };
        await _snapshots.StartAsync(CancellationToken.None);
        await _snapshots.WhenFirst;
        _addresses.Note(Address, MacAddress.Parse("52:54:00:00:00:66"));

        Assert.Equal(Mac, _addresses.Find(Address.MapToIPv6()));
        await _snapshots.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void AddressBook_FloodedWithAddresses_ForgetsTheOldOnesOnly()
    {
        for (var i = 0; i < 5 * RecentMap<IPAddress, MacAddress>.Generation; i++)
        {
            _addresses.Note(new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]), Mac);
        }

        Assert.Null(_addresses.Find(IPAddress.Parse("10.0.0.0")));
        Assert.Equal(Mac, _addresses.Find(IPAddress.Parse("10.4.255.255")));
        Assert.Equal(Mac, _addresses.Find(IPAddress.Parse("10.4.0.5")));
    }

    private IEnumerable<BootEvent> Events => _heads.Events.Where(e => e.Stage != BootStage.Failed);

    private async Task FlushAsync()
    {
        _spool.Add(new BootEvent(Mac, BootStage.Failed, _time.GetUtcNow()));
        await _spool.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _heads.Events.Any(e => e.Stage == BootStage.Failed), "the last event is delivered");
        await _spool.StopAsync(CancellationToken.None);
    }
}
