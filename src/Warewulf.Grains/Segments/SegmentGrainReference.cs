using Warewulf.Core.Leases;
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
}
