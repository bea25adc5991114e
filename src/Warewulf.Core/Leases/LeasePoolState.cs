using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Leases;

/// <summary>
/// The addresses of one pool that are or were in use. Immutable; a change shares all but a few parts with the state before it. In JSON it is a list of
/// entries, one text each.
/// </summary>
[JsonConverter(typeof(LeasePoolStateJsonConverter))]
public sealed class LeasePoolState
{
    private readonly ImmutableDictionary<uint, LeaseEntry> _byAddress;

    // The address each machine got last.
    private readonly ImmutableDictionary<MacAddress, uint> _byMac;

    // In the order in which addresses become free.
    private readonly ImmutableSortedSet<(long EndsAt, uint Address)> _byEnd;

    private LeasePoolState(
        ImmutableDictionary<uint, LeaseEntry> byAddress, ImmutableDictionary<MacAddress, uint> byMac, ImmutableSortedSet<(long EndsAt, uint Address)> byEnd)
    {
        _byAddress = byAddress;
        _byMac = byMac;
        _byEnd = byEnd;
    }

    /// <summary>A pool of which nothing was given yet.</summary>
    public static LeasePoolState Empty { get; } =
        new(ImmutableDictionary<uint, LeaseEntry>.Empty, ImmutableDictionary<MacAddress, uint>.Empty, ImmutableSortedSet<(long, uint)>.Empty);

    /// <summary>How many addresses are or were in use; at most as many as the pool has.</summary>
    public int Count => _byAddress.Count;

    /// <summary>The entries, in the order in which they end.</summary>
    public IEnumerable<LeaseEntry> Entries => _byEnd.Select(key => _byAddress[key.Address]);

    /// <summary>The addresses whose entries are other ones than in the state that was last <see cref="Settle">settled</see>.</summary>
    public IEnumerable<IPAddress> Changed => Touched.Select(Ipv4.FromNumber);

    private ImmutableHashSet<uint> Touched { get; init; } = [];

    /// <summary>Where the search for an address that was never given goes on, and for which pool; not stored, because it can be found again.</summary>
    internal (LeasePool? Pool, long Next) Cursor { get; private init; }

    /// <summary>Makes a state of entries. Of two entries for one address the one that ends later counts.</summary>
    public static LeasePoolState FromEntries(IEnumerable<LeaseEntry> entries)
    {
        var state = Empty;
        foreach (var entry in entries.OrderBy(e => e.EndsAt))
        {
            state = state.With(entry);
        }

        return state.Settle();
    }

    /// <summary>The same state with nothing marked as changed, for whoever has stored every change.</summary>
    public LeasePoolState Settle() => Touched.IsEmpty ? this : new LeasePoolState(_byAddress, _byMac, _byEnd) { Cursor = Cursor };

    /// <summary>The entry of a machine; null when it has none.</summary>
    public LeaseEntry? Find(MacAddress mac) => _byMac.TryGetValue(mac, out var address) ? _byAddress[address] : null;

    /// <summary>The entry of an address; null when it was never given.</summary>
    public LeaseEntry? Find(IPAddress address) => _byAddress.GetValueOrDefault(Ipv4.ToNumber(address));

    internal LeaseEntry? Find(uint address) => _byAddress.GetValueOrDefault(address);

    /// <summary>The address that is free for longest, or else becomes free first; null in an empty pool.</summary>
    internal LeaseEntry? FirstToEnd() => _byEnd.IsEmpty ? null : _byAddress[_byEnd.Min.Address];

    /// <summary>Adds an entry in place of that of the same address. It becomes its machine's; an older entry of the machine stays until it ends.</summary>
    internal LeasePoolState With(LeaseEntry entry)
    {
        var address = Ipv4.ToNumber(entry.Address);
        var cleared = Without(address);

        // Nobody has a declined address, so it must not be found as its machine's.
        var byMac = entry.Kind == LeaseKind.Declined ? cleared._byMac : cleared._byMac.SetItem(entry.Mac, address);
        return new LeasePoolState(cleared._byAddress.SetItem(address, entry), byMac, cleared._byEnd.Add((entry.EndsAt.UtcTicks, address)))
        {
            Cursor = Cursor,
            Touched = Touched.Add(address),
        };
    }

    /// <summary>Removes the entry of an address.</summary>
    internal LeasePoolState Without(uint address)
    {
        if (!_byAddress.TryGetValue(address, out var entry))
        {
            return this;
        }

        var byMac = _byMac.TryGetValue(entry.Mac, out var held) && held == address ? _byMac.Remove(entry.Mac) : _byMac;
        return new LeasePoolState(_byAddress.Remove(address), byMac, _byEnd.Remove((entry.EndsAt.UtcTicks, address)))
        {
            Cursor = Cursor,
            Touched = Touched.Add(address),
        };
    }

    /// <summary>Remembers where to search on.</summary>
    internal LeasePoolState WithCursor(LeasePool pool, long next) => new(_byAddress, _byMac, _byEnd) { Cursor = (pool, next), Touched = Touched };
}
