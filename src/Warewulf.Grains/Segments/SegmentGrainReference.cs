using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Segments;

/// <summary>Passes calls on to a boot network's grain.</summary>
internal sealed class SegmentGrainReference(GrainCaller<SegmentGrain> grain) : ISegmentGrain
{
    /// <inheritdoc/>
    public Task<LeaseResponse> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken) =>
        grain.RunAsync(static (segment, request, cancellation) => segment.LeaseAsync(request, cancellation), request, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken) =>
        grain.RunAsync(static (segment, release, cancellation) => segment.ReleaseAsync(release, cancellation), release, cancellationToken);

    /// <inheritdoc/>
    public Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken) =>
        grain.RunAsync(static (segment, events, cancellation) => segment.ReportAsync(events, cancellation), events, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DiscoveredMachine>> DiscoveredAsync(CancellationToken cancellationToken) =>
        grain.RunAsync(static (segment, _, cancellation) => segment.DiscoveredAsync(cancellation), 0, cancellationToken);

    /// <inheritdoc/>
    public Task ForgetAsync(MacAddress mac, CancellationToken cancellationToken) =>
        grain.RunAsync(static (segment, mac, cancellation) => segment.ForgetAsync(mac, cancellation), mac, cancellationToken);
}
