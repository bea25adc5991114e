using Warewulf.Core;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;

namespace Warewulf.Grains.Segments;

/// <summary>
/// The machines seen on one boot network that belong to no node. The key is the network's name. It is apart from
/// <see cref="ISegmentGrain"/>, so that no machine waits for its address while others are being noted.
/// </summary>
public interface IDiscoveryGrain
{
    /// <summary>Takes note of a machine that asked for an address.</summary>
    /// <param name="request">What it asked.</param>
    /// <param name="response">What it was answered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">Nothing can be stored.</exception>
    Task NoteAsync(LeaseRequest request, LeaseResponse response, CancellationToken cancellationToken);

    /// <summary>Takes note of machines that belong to no node. The same events may come again, late and in any order.</summary>
    /// <exception cref="WarewulfException">Nothing can be stored.</exception>
    Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken);

    /// <summary>The machines that belong to no node, the latest first; those silent for longest are dropped beyond a limit.</summary>
    Task<IReadOnlyList<DiscoveredMachine>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Forgets a machine, because it has become a node.</summary>
    Task ForgetAsync(MacAddress mac, CancellationToken cancellationToken);
}
