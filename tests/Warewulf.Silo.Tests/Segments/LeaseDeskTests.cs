using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Segments;
using Warewulf.Silo.Segments;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Segments;

[Trait("Suite", "Fast")]
public sealed class LeaseDeskTests : IAsyncLifetime
{
    private static readonly LeaseRequest Request = new(SegmentName.Parse("default"), MacAddress.Parse("52:54:00:00:00:01"));

    private SiloLab _lab = null!;

    public async Task InitializeAsync() => _lab = await SiloLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Lease_MachineNobodyKnows_IsGrantedAndNoted()
    {
        var response = await _lab.Get<LeaseDesk>().LeaseAsync(Request, CancellationToken.None);

        Assert.True(response.Granted);
        var machine = Assert.Single(await _lab.Grains.Discovery(Request.Segment).ListAsync(CancellationToken.None));
        Assert.Equal((Request.Mac, response.Address), (machine.Mac, machine.Address));
    }

    [Fact]
    public async Task Lease_MachineCannotBeNoted_IsGrantedAllTheSame()
    {
        var desk = new LeaseDesk(new Forgetful(_lab.Grains), NullLogger<LeaseDesk>.Instance);

        Assert.True((await desk.LeaseAsync(Request, CancellationToken.None)).Granted);
    }

    /// <summary>Grains that cannot note any machine.</summary>
    private sealed class Forgetful(IGrains inner) : IGrains, IDiscoveryGrain
    {
        private static readonly WarewulfException Full = new(ApiErrorCode.Unavailable, "The disk is full.");

        public TGrain Get<TGrain>(string key)
            where TGrain : class => this as TGrain ?? inner.Get<TGrain>(key);

        public Task NoteAsync(LeaseRequest request, LeaseResponse response, CancellationToken cancellationToken) => Task.FromException(Full);

        public Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken) => Task.FromException(Full);

        public Task<IReadOnlyList<DiscoveredMachine>> ListAsync(CancellationToken cancellationToken) =>
            Task.FromException<IReadOnlyList<DiscoveredMachine>>(Full);

        public Task ForgetAsync(MacAddress mac, CancellationToken cancellationToken) => Task.FromException(Full);
    }
}
