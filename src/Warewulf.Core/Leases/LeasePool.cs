using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Leases;

/// <summary>
/// The dynamic addresses of one segment and the rules by which they are given. It decides only: the state comes in and goes out, so the caller can
/// store it before anybody hears of the decision.
/// </summary>
/// <remarks>
/// Make one for each revision of the catalog and keep it: the search for unused addresses goes on where it was only within one pool. No decision takes
/// time in proportion to the pool's size, except the first of a new pool.
/// </remarks>
public sealed class LeasePool
{
    /// <summary>How long an offered address is kept for its machine.</summary>
    public static readonly TimeSpan OfferTime = TimeSpan.FromSeconds(30);

    /// <summary>How long an address that a machine found in use is given to nobody.</summary>
    public static readonly TimeSpan QuarantineTime = TimeSpan.FromMinutes(10);

    private readonly uint _first;
    private readonly long _last;
    private readonly TimeSpan _leaseTime;
    private readonly FrozenSet<uint> _excluded;

    /// <summary>Makes the pool of a range.</summary>
    /// <param name="first">The first address.</param>
    /// <param name="last">The last address; before the first for a pool with no address.</param>
    /// <param name="leaseTime">How long a lease lasts.</param>
    /// <param name="excluded">The addresses in the range that are not to be given, such as those reserved for nodes.</param>
    public LeasePool(IPAddress first, IPAddress last, TimeSpan leaseTime, IEnumerable<IPAddress> excluded)
    {
        _first = Ipv4.ToNumber(first);
        _last = Ipv4.ToNumber(last);
        _leaseTime = leaseTime;
        _excluded = excluded.Where(IsIPv4).Select(Ipv4.ToNumber).Where(IsInRange).ToFrozenSet();
    }

    /// <summary>Makes the pool of a segment; the segment's own addresses and its router are excluded.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="reserved">The addresses reserved for nodes, and those of heads and edges; other segments' may be among them.</param>
    /// <returns>The pool; null when the segment has no range.</returns>
    public static LeasePool? For(SegmentConfig segment, IEnumerable<IPAddress> reserved)
    {
        ArgumentNullException.ThrowIfNull(segment);
        if (segment is not { RangeStart: { } first, RangeEnd: { } last })
        {
            return null;
        }

        var broadcast = Ipv4.Broadcast(segment.Network);
        IEnumerable<IPAddress> own = [segment.Network.BaseAddress, broadcast, .. segment.Gateway is { } gateway ? [gateway] : Array.Empty<IPAddress>()];
        return new LeasePool(first, last, segment.LeaseTime, reserved.Concat(own));
    }

    /// <summary>
    /// Decides about a request. A machine gets the address it has or had, else the one it wants, else one that was never given, else the one that has
    /// been free for longest; never an address of the edge that asks. A request to commit is granted only for the very address wanted, if the machine names one.
    /// </summary>
    public LeaseDecision Lease(LeasePoolState state, LeaseRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(request);
        now = WholeSeconds(now);
        request = request with { EdgeAddresses = [.. (request.EdgeAddresses ?? []).OfType<IPAddress>().Where(IsIPv4)] };
        var held = state.Find(request.Mac) is { } entry && IsGiven(Ipv4.ToNumber(entry.Address), request) ? entry : null;
        if (request.Wanted is { } wanted && !IsIPv4(wanted))
        {
            request = request with { Wanted = null };
        }

        return request.Commit ? Commit(state, request, held, now) : Offer(state, request, held, now);
    }

    /// <summary>Takes an address back, or puts it under quarantine; does nothing for an address that is not the machine's.</summary>
    /// <returns>The state afterwards; the same object when nothing changed.</returns>
    public static LeasePoolState Release(LeasePoolState state, LeaseRelease release, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(release);
        now = WholeSeconds(now);
        if (state.Find(release.Mac) is not { } entry || !entry.Address.Equals(release.Address))
        {
            return state;
        }

        if (release.Declined)
        {
            return state.With(entry with { Kind = LeaseKind.Declined, EndsAt = now + QuarantineTime });
        }

        return entry.IsTakenAt(now) ? state.With(entry with { Kind = LeaseKind.Released, EndsAt = now }) : state;
    }

    private LeaseDecision Offer(LeasePoolState state, LeaseRequest request, LeaseEntry? held, DateTimeOffset now)
    {
        if (held is not null)
        {
            // Firmware asks anew while the lease of the boot before still runs; and a repeated request need not be stored again.
            return held.EndsAt > now + (OfferTime / 2)
                ? Grant(held, state)
                : Give(state, Ipv4.ToNumber(held.Address), request.Mac, LeaseKind.Offered, now + OfferTime);
        }

        if (request.Wanted is { } wanted && Ipv4.ToNumber(wanted) is var number && IsFreeFor(state, number, request, now))
        {
            return Give(state, number, request.Mac, LeaseKind.Offered, now + OfferTime);
        }

        state = FindNeverGiven(state, request, out var found);
        if (found is null)
        {
            state = FindEnded(state, request, now, out found);
        }

        return found is { } address
            ? Give(state, address, request.Mac, LeaseKind.Offered, now + OfferTime)
            : Refuse(state, Exhausted());
    }

    private LeaseDecision Commit(LeasePoolState state, LeaseRequest request, LeaseEntry? held, DateTimeOffset now)
    {
        var wanted = request.Wanted ?? held?.Address;
        if (wanted is null)
        {
            return Refuse(state, "the machine has no address and names none");
        }

        var number = Ipv4.ToNumber(wanted);
        if (held is not null && held.Address.Equals(wanted))
        {
            // Firmware, loader and system ask one after another; a lease that has just begun need not be stored again.
            var fresh = held.Kind == LeaseKind.Leased && held.EndsAt > now + _leaseTime - OfferTime && held.EndsAt <= now + _leaseTime;
            return fresh ? Grant(held, state) : Give(state, number, request.Mac, LeaseKind.Leased, now + _leaseTime);
        }

        if (!IsFreeFor(state, number, request, now))
        {
            return Refuse(state, IsGiven(number, request) ? $"{wanted} is in use" : $"{wanted} is not one of the dynamic addresses {Range()}");
        }

        // A machine has one address: the one it had is free at once.
        var freed = held?.IsTakenAt(now) == true ? state.With(held with { Kind = LeaseKind.Released, EndsAt = now }) : state;
        return Give(freed, number, request.Mac, LeaseKind.Leased, now + _leaseTime);
    }

    private static LeaseDecision Give(LeasePoolState state, uint address, MacAddress mac, LeaseKind kind, DateTimeOffset endsAt)
    {
        var entry = new LeaseEntry(Ipv4.FromNumber(address), mac, kind, endsAt);
        return Grant(entry, state.With(entry));
    }

    private static LeaseDecision Grant(LeaseEntry entry, LeasePoolState state) =>
        new(new LeaseResponse(true) { Address = entry.Address, ExpiresAt = entry.EndsAt }, state);

    private static LeaseDecision Refuse(LeasePoolState state, string reason) => new(new LeaseResponse(false) { Reason = reason }, state);

    // Addresses below the cursor were given before, are excluded or an edge's own, so each is looked at once in a pool's life.
    private LeasePoolState FindNeverGiven(LeasePoolState state, LeaseRequest request, out uint? found)
    {
        var next = ReferenceEquals(state.Cursor.Pool, this) ? state.Cursor.Next : _first;
        var start = next;
        while (next <= _last && (!IsGiven((uint)next, request) || state.Find((uint)next) is not null))
        {
            next++;
        }

        found = next <= _last ? (uint)next : null;
        return next == start && ReferenceEquals(state.Cursor.Pool, this) ? state : state.WithCursor(this, next);
    }

    // Addresses that are no longer this pool's are forgotten on the way, so they are met only once.
    private LeasePoolState FindEnded(LeasePoolState state, LeaseRequest request, DateTimeOffset now, out uint? found)
    {
        while (state.FirstToEnd() is { } entry && !entry.IsTakenAt(now))
        {
            var address = Ipv4.ToNumber(entry.Address);
            if (IsGiven(address, request))
            {
                found = address;
                return state;
            }

            state = state.Without(address);
        }

        found = null;
        return state;
    }

    private bool IsFreeFor(LeasePoolState state, uint address, LeaseRequest request, DateTimeOffset now) =>
        IsGiven(address, request)
        && (state.Find(address) is not { } entry || !entry.IsTakenAt(now) || (entry.Mac == request.Mac && entry.Kind != LeaseKind.Declined));

    private static bool IsIPv4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;

    private bool IsGiven(uint address, LeaseRequest request) =>
        IsInRange(address) && !_excluded.Contains(address) && !IsEdges(address, request);

    private static bool IsEdges(uint address, LeaseRequest request)
    {
        foreach (var own in request.EdgeAddresses ?? [])
        {
            if (Ipv4.ToNumber(own) == address)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsInRange(uint address) => address >= _first && address <= _last;

    private string Range() => $"{Ipv4.FromNumber(_first)} to {Ipv4.FromNumber((uint)_last)}";

    private string Exhausted() =>
        $"all dynamic addresses from {Range()} are in use: widen the range in warewulf.conf, or add the machines as nodes with addresses of their own.";

    // What is stored has no fractions, and a state that was stored and read again must decide the same.
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
