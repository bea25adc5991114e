using Warewulf.Core;
using Warewulf.Core.Leases;

namespace Warewulf.Grains.Segments;

/// <summary>One boot network: the dynamic addresses on it. The key is its name.</summary>
public interface ISegmentGrain
{
    /// <summary>Decides about a dynamic address. What is granted is stored before the answer is given, so no two machines get one address.</summary>
    /// <exception cref="WarewulfException">The segment does not exist, or nothing can be stored.</exception>
    Task<LeaseResponse> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken);

    /// <summary>Takes an address back; does nothing for one that is not the machine's.</summary>
    Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken);
}
