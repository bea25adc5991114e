using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Machines = System.Collections.Immutable.ImmutableDictionary<
    Warewulf.Core.Nodes.MacAddress, Warewulf.Core.Leases.DiscoveredMachine>;

namespace Warewulf.Grains.Segments;

/// <summary>Notes machines that belong to no node. A note that says nothing new is not made, so that nothing has to be stored.</summary>
internal static class DiscoveryLog
{
    /// <summary>How many machines are kept; it bounds what a stranger who invents addresses can make a head store.</summary>
    public const int MostMachines = 4096;

    // Many go at once, so that the search for the oldest is paid by many newcomers.
    private const int Surplus = MostMachines / 16;

    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    /// <summary>Notes that a machine asked for an address.</summary>
    public static Machines Note(
        Machines machines, SegmentName segment, LeaseRequest request, LeaseResponse response, DateTimeOffset now) =>
        Note(machines, segment, request.Mac, now, machine => machine with
        {
            Address = response.Address ?? machine.Address,
            Architecture = request.Architecture ?? machine.Architecture,
            Vendor = request.Vendor ?? machine.Vendor,
        });

    /// <summary>Notes what an edge saw of a machine.</summary>
    public static Machines Note(
        Machines machines, SegmentName segment, BootEvent e, DateTimeOffset now) =>
        Note(machines, segment, e.Mac, e.At < now ? e.At : now, machine => machine with
        {
            Address = e.Address ?? machine.Address,
            Architecture = e.Architecture ?? machine.Architecture,
            Stage = e.At >= machine.LastSeen || machine.Stage is null ? e.Stage : machine.Stage,
        });

    private static Machines Note(
        Machines machines, SegmentName segment, MacAddress mac, DateTimeOffset at, Func<DiscoveredMachine, DiscoveredMachine> change)
    {
        if (machines.GetValueOrDefault(mac) is not { } known)
        {
            var all = machines.Add(mac, change(new DiscoveredMachine(mac, segment, at, at)));
            return all.Count > MostMachines
                ? all.RemoveRange(all.Values.OrderBy(machine => machine.LastSeen).Take(Surplus).Select(machine => machine.Mac))
                : all;
        }

        var changed = change(known);
        if (changed == known && at - known.LastSeen < Precision)
        {
            return machines;
        }

        changed = changed with
        {
            FirstSeen = at < known.FirstSeen ? at : known.FirstSeen,
            LastSeen = at > known.LastSeen ? at : known.LastSeen,
        };
        return changed == known ? machines : machines.SetItem(mac, changed);
    }
}
