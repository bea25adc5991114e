using System.Collections.Immutable;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Grains.Hosting;
using Machines = System.Collections.Immutable.ImmutableDictionary<
    Warewulf.Core.Nodes.MacAddress, Warewulf.Core.Leases.DiscoveredMachine>;

namespace Warewulf.Grains.Segments;

/// <summary>Remembers who asked and is no node. Each machine is stored by itself, so that noting one costs the same however many there are.</summary>
internal sealed class DiscoveryGrain(GrainContext<DiscoveryState> context, TimeProvider time) : IDiscoveryGrain
{
    /// <summary>The name of the type in storage.</summary>
    public const string TypeName = "discovery";

    private readonly SegmentName _name = SegmentName.Parse(context.Key);
    private Machines? _machines;

    /// <inheritdoc/>
    public async Task NoteAsync(LeaseRequest request, LeaseResponse response, CancellationToken cancellationToken)
    {
        var machines = await MachinesAsync(cancellationToken);
        await SaveAsync(machines, DiscoveryLog.Note(machines, _name, request, response, time.GetUtcNow()), [request.Mac], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var machines = await MachinesAsync(cancellationToken);
        var noted = events.Aggregate(machines, (known, e) => DiscoveryLog.Note(known, _name, e, now));
        await SaveAsync(machines, noted, events.Select(e => e.Mac), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DiscoveredMachine>> ListAsync(CancellationToken cancellationToken)
    {
        var machines = await MachinesAsync(cancellationToken);
        return [.. machines.Values.OrderByDescending(machine => machine.LastSeen).ThenBy(machine => machine.Mac)];
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(MacAddress mac, CancellationToken cancellationToken)
    {
        var machines = await MachinesAsync(cancellationToken);
        await SaveAsync(machines, machines.Remove(mac), [mac], cancellationToken);
    }

    private async ValueTask<Machines> MachinesAsync(CancellationToken cancellationToken)
    {
        if (_machines is null)
        {
            var stored = await context.State.LoadPartsAsync(GrainJsonContext.Default.DiscoveredMachine, cancellationToken);
            _machines = stored.Values.OfType<DiscoveredMachine>().ToImmutableDictionary(machine => machine.Mac);
        }

        return _machines;
    }

    private async Task SaveAsync(Machines before, Machines after, IEnumerable<MacAddress> noted, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        // Those dropped beyond the limit are looked for only when there are any.
        var macs = noted.ToHashSet();
        if (after.Count != before.Count + macs.Count(mac => after.ContainsKey(mac) && !before.ContainsKey(mac)))
        {
            macs.UnionWith(before.Keys.Where(mac => !after.ContainsKey(mac)));
        }

        var changes = macs
            .Where(mac => before.GetValueOrDefault(mac) != after.GetValueOrDefault(mac))
            .ToDictionary(mac => mac.ToString(), mac => after.GetValueOrDefault(mac));
        await context.State.SavePartsAsync(changes, GrainJsonContext.Default.DiscoveredMachine, cancellationToken);
        _machines = after;
    }
}
