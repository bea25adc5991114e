using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Segments;
using Warewulf.TestKit;
using Xunit.Abstractions;

namespace Warewulf.Grains.Tests.Segments;

/// <summary>Racks of machines nobody has entered yet are powered on: what that writes grows with their number, not with its square.</summary>
[Trait("Suite", "Fast")]
public sealed class FirstPowerOnTests(ITestOutputHelper output)
{
    /// <summary>A lease is stored twice (offer, lease) and a machine four times (asked, and three stages), each in a few hundred bytes.</summary>
    private const int BytesPerMachine = 2048;

    [Fact]
    public async Task BytesWritten_ManyUnknownMachines_GrowLinearly()
    {
        var one = await WriteAsync(1000);
        var two = await WriteAsync(2000);

        output.WriteLine($"1000 machines: {one.Bytes:n0} bytes in {one.Saves:n0} saves; 2000: {two.Bytes:n0} in {two.Saves:n0}");
        Assert.InRange(two.Bytes, 0, 2000 * BytesPerMachine);
        Assert.InRange(two.Bytes, 0, one.Bytes * 21 / 10);
        Assert.InRange(two.Saves, 0, 2000 * 6);
    }

    private static async Task<CountingGrainStore> WriteAsync(int machines)
    {
        var store = new CountingGrainStore(new InMemoryGrainStore());
        var time = new ManualTimeProvider();
        var source = new FakeSegmentSource
        {
            Pool = new LeasePool(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.255.250"), TimeSpan.FromHours(1), []),
        };
        await using var host = new GrainHost(
            new GrainRegistry().AddSegments(source, time, NullLoggerFactory.Instance), store, new GrainHostOptions(), time, NullLogger<GrainHost>.Instance);
        for (var i = 0; i < machines; i++)
        {
            await BootAsync(host, MacAddress.FromBytes([0x52, 0x54, 0, 1, (byte)(i >> 8), (byte)i]), time);
            time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.Equal(machines, (await host.Discovery(FakeSegmentSource.WithRange).ListAsync(CancellationToken.None)).Count);
        return store;
    }

    private static async Task BootAsync(GrainHost host, MacAddress mac, ManualTimeProvider time)
    {
        var request = new LeaseRequest(FakeSegmentSource.WithRange, mac) { Architecture = ClientArchitecture.UefiX64, Vendor = "PXEClient" };
        var offer = await LeaseAsync(host, request);
        await LeaseAsync(host, request with { Commit = true, Wanted = offer.Address });
        foreach (var stage in (BootStage[])[BootStage.Dhcp, BootStage.Loader, BootStage.Script])
        {
            var e = new BootEvent(mac, stage, time.GetUtcNow()) { Address = offer.Address, Architecture = ClientArchitecture.UefiX64 };
            await host.Discovery(FakeSegmentSource.WithRange).ReportAsync([e], CancellationToken.None);
        }
    }

    private static async Task<LeaseResponse> LeaseAsync(GrainHost host, LeaseRequest request)
    {
        var response = await host.Segment(FakeSegmentSource.WithRange).LeaseAsync(request, CancellationToken.None);
        Assert.True(response.Granted);
        await host.Discovery(FakeSegmentSource.WithRange).NoteAsync(request, response, CancellationToken.None);
        return response;
    }
}
