using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Segments;

/// <summary>Passes calls on to the grain of a boot network's unknown machines.</summary>
internal sealed class DiscoveryGrainReference(GrainCaller<DiscoveryGrain> grain) : IDiscoveryGrain
{
    /// <inheritdoc/>
    public Task NoteAsync(LeaseRequest request, LeaseResponse response, CancellationToken cancellationToken) => grain.RunAsync(
        static (machines, note, cancellation) => machines.NoteAsync(note.Request, note.Response, cancellation),
        (Request: request, Response: response),
        cancellationToken);

    /// <inheritdoc/>
    public Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken) =>
        grain.RunAsync(static (machines, events, cancellation) => machines.ReportAsync(events, cancellation), events, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DiscoveredMachine>> ListAsync(CancellationToken cancellationToken) =>
        grain.RunAsync(static (machines, _, cancellation) => machines.ListAsync(cancellation), 0, cancellationToken);

    /// <inheritdoc/>
    public Task ForgetAsync(MacAddress mac, CancellationToken cancellationToken) =>
        grain.RunAsync(static (machines, mac, cancellation) => machines.ForgetAsync(mac, cancellation), mac, cancellationToken);
}
