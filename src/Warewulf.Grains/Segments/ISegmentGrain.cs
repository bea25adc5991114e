using Warewulf.Core;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;

namespace Warewulf.Grains.Segments;

/// <summary>One boot network: the dynamic addresses on it, and the machines seen there that belong to no node. The key is its name.</summary>
public interface ISegmentGrain
{
    /// <summary>Decides about a dynamic address. What is granted is stored before the answer is given, so no two machines get one address.</summary>
    /// <exception cref="WarewulfException">The segment does not exist, or nothing can be stored.</exception>
    Task<LeaseResponse> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken);

    /// <summary>Takes an address back; does nothing for one that is not the machine's.</summary>
    Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken);

    /// <summary>Takes note of machines that belong to no node. The same events may come again, late and in any order.</summary>
    Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken);

    /// <summary>The machines that belong to no node, the latest first; those silent for longest are dropped beyond a limit.</summary>
    Task<IReadOnlyList<DiscoveredMachine>> DiscoveredAsync(CancellationToken cancellationToken);

    /// <summary>Forgets a machine, because it has become a node.</summary>
    Task ForgetAsync(MacAddress mac, CancellationToken cancellationToken);
}
