using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Segments;
using Warewulf.TestKit;

namespace Warewulf.Grains.Tests.Segments;

[Trait("Suite", "Fast")]
public sealed class DiscoveryGrainTests : IAsyncDisposable
{
    private readonly InMemoryGrainStore _memory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly List<GrainHost> _hosts = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task List_MachinesThatAskedOrWereSeen_HasTheLatestFirst()
    {
        var machines = Start();
        var offer = new LeaseResponse(true) { Address = IPAddress.Parse("10.0.0.1") };
        await machines.NoteAsync(
            new LeaseRequest(FakeSegmentSource.WithRange, Mac(1)) { Architecture = ClientArchitecture.UefiX64, Vendor = "PXEClient" },
            offer,
            CancellationToken.None);
        var first = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(5));
        await machines.ReportAsync([new BootEvent(Mac(2), BootStage.Loader, _time.GetUtcNow())], CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));
        await machines.ReportAsync([new BootEvent(Mac(1), BootStage.Script, _time.GetUtcNow())], CancellationToken.None);

        var found = await machines.ListAsync(CancellationToken.None);

        Assert.Equal([Mac(1), Mac(2)], found.Select(machine => machine.Mac));
        Assert.Equal(
            new DiscoveredMachine(Mac(1), FakeSegmentSource.WithRange, first, _time.GetUtcNow())
            {
                Address = offer.Address,
                Architecture = ClientArchitecture.UefiX64,
                Vendor = "PXEClient",
                Stage = BootStage.Script,
            },
            found[0]);
        await machines.ForgetAsync(Mac(1), CancellationToken.None);
        await machines.ForgetAsync(Mac(9), CancellationToken.None);
        Assert.Equal(Mac(2), Assert.Single(await machines.ListAsync(CancellationToken.None)).Mac);
    }

    [Fact]
    public async Task Report_SameEventsAgain_StoresNothing()
    {
        var machines = Start();
        var e = new BootEvent(Mac(1), BootStage.Loader, _time.GetUtcNow());
        _time.Advance(TimeSpan.FromSeconds(5));
        await machines.ReportAsync([e, e with { Stage = BootStage.Script, At = e.At.AddSeconds(1) }], CancellationToken.None);
        var saves = _memory.Saves;

        await machines.ReportAsync([e], CancellationToken.None);

        Assert.Equal(saves, _memory.Saves);
    }

    [Fact]
    public async Task Report_MoreMachinesThanAreKept_DropsTheOldest()
    {
        var machines = Start();
        var events = Enumerable.Range(0, DiscoveryLog.MostMachines + 100)
            .Select(i => new BootEvent(Mac(i), BootStage.Dhcp, _time.GetUtcNow().AddSeconds(i - 10_000))).ToArray();

        await machines.ReportAsync(events, CancellationToken.None);

        var found = await machines.ListAsync(CancellationToken.None);
        Assert.InRange(found.Count, DiscoveryLog.MostMachines - 256, DiscoveryLog.MostMachines);
        Assert.Equal(Mac(events.Length - 1), found[0].Mac);
        Assert.DoesNotContain(found, machine => machine.Mac == Mac(99));
        Assert.Equal(found, await Start().ListAsync(CancellationToken.None));

        await machines.ReportAsync(
            [.. Enumerable.Range(10_000, 1000).Select(i => new BootEvent(Mac(i), BootStage.Dhcp, _time.GetUtcNow()))], CancellationToken.None);

        found = await machines.ListAsync(CancellationToken.None);
        Assert.InRange(found.Count, DiscoveryLog.MostMachines - 256, DiscoveryLog.MostMachines);
        Assert.Equal(found, await Start().ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Report_CannotBeStored_IsNotListedEither()
    {
        var store = new FaultyGrainStore(_memory) { BeforeSave = (_, _, _) => throw new IOException() };
        var machines = Start(store);
        var e = new BootEvent(Mac(1), BootStage.Loader, _time.GetUtcNow());

        await Assert.ThrowsAsync<WarewulfException>(() => machines.ReportAsync([e], CancellationToken.None));

        Assert.Empty(await machines.ListAsync(CancellationToken.None));
        store.BeforeSave = null;
        await machines.ReportAsync([e], CancellationToken.None);
        Assert.Single(await machines.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Report_TwoHeadsAtOnce_LosesNoMachine()
    {
        var heads = new[] { Start(), Start() };

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() =>
            heads[i % 2].ReportAsync([new BootEvent(Mac(i), BootStage.Loader, _time.GetUtcNow())], CancellationToken.None))));

        Assert.Equal(100, (await Start().ListAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task List_OneStoredMachineIsDamaged_HasTheOthersAndThatOneWhenItComesAgain()
    {
        await Start().ReportAsync([new BootEvent(Mac(1), BootStage.Loader, _time.GetUtcNow())], CancellationToken.None);
        await _memory.SaveAsync("discovery-part", $"default/{Mac(2)}", "{"u8.ToArray(), 0, CancellationToken.None);
        var machines = Start();

        Assert.Equal(Mac(1), Assert.Single(await machines.ListAsync(CancellationToken.None)).Mac);
        await machines.ReportAsync([new BootEvent(Mac(2), BootStage.Loader, _time.GetUtcNow())], CancellationToken.None);
        Assert.Equal(2, (await Start().ListAsync(CancellationToken.None)).Count);
    }

    private static MacAddress Mac(int number) => MacAddress.FromBytes([0x52, 0x54, 0, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    private IDiscoveryGrain Start(IGrainStore? store = null)
    {
        var host = new GrainHost(
            new GrainRegistry().AddSegments(new FakeSegmentSource(), _time, NullLoggerFactory.Instance),
            store ?? _memory,
            new GrainHostOptions(),
            _time,
            NullLogger<GrainHost>.Instance);
        _hosts.Add(host);
        return host.Discovery(FakeSegmentSource.WithRange);
    }
}
