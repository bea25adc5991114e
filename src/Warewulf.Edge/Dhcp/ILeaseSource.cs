using Warewulf.Core.Leases;

namespace Warewulf.Edge.Dhcp;

/// <summary>Whoever decides about dynamic addresses; for an edge that is the heads.</summary>
public interface ILeaseSource
{
    /// <summary>Asks for an address.</summary>
    /// <returns>The decision; null when nobody who could decide answered.</returns>
    Task<LeaseResponse?> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken);

    /// <summary>Reports that an address was given back or declined. Nobody waits for the outcome.</summary>
    Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken);
}
