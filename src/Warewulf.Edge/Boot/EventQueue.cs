using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Boot;

/// <summary>
/// Events that wait, the oldest first. Full, it gives up its oldest; but no machine, and no crowd of machines that are in no catalog, gets more than a share
/// of it, so that they cannot push out what the others did. For any number of threads.
/// </summary>
/// <param name="most">How many events are kept in all.</param>
/// <param name="mostOfOne">How many of one machine: several whole boots.</param>
/// <param name="mostOfStrangers">How many of machines that are in no catalog, together.</param>
internal sealed class EventQueue(int most, int mostOfOne, int mostOfStrangers)
{
    private readonly Lock _gate = new();
    private readonly Queue<Slot> _slots = new();
    private readonly Dictionary<MacAddress, Share> _shares = [];
    private int _strangers;

    /// <summary>How many events wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _slots.Count;
            }
        }
    }

    /// <summary>
    /// Adds an event. One that says the same as the last of its machine that still waits takes the place of that one: a machine that tries the same thing
    /// again and again, or a running one that refreshes its runtime overlay, needs no second place.
    /// </summary>
    /// <param name="e">The event.</param>
    /// <param name="isStranger">Whether its machine is in no catalog.</param>
    /// <returns>The event that is lost by it, which may be the event itself; mostly none.</returns>
    public BootEvent? Add(BootEvent e, bool isStranger)
    {
        lock (_gate)
        {
            var share = _shares.GetValueOrDefault(e.Mac) ?? new Share();
            if (share.Last is { } last && IsSame(last.Event, e))
            {
                last.Event = e;
                return null;
            }

            if (share.Count == mostOfOne || (isStranger && _strangers == mostOfStrangers))
            {
                return e;
            }

            var lost = _slots.Count == most ? Dequeue() : null;
            share.Count++;
            share.Last = new Slot(e, isStranger);
            _shares[e.Mac] = share;
            _strangers += isStranger ? 1 : 0;
            _slots.Enqueue(share.Last);
            return lost;
        }
    }

    /// <summary>Moves the oldest events to a list until it has so many.</summary>
    public void Fill(List<BootEvent> list, int length)
    {
        lock (_gate)
        {
            while (list.Count < length && _slots.Count > 0)
            {
                list.Add(Dequeue());
            }
        }
    }

    private static bool IsSame(BootEvent left, BootEvent right) =>
        left.Stage == right.Stage && left.PowerOn == right.PowerOn && left.File == right.File && left.Reason == right.Reason;

    private BootEvent Dequeue()
    {
        var slot = _slots.Dequeue();
        var share = _shares[slot.Event.Mac];
        share.Last = ReferenceEquals(share.Last, slot) ? null : share.Last;
        if (--share.Count == 0)
        {
            _shares.Remove(slot.Event.Mac);
        }

        _strangers -= slot.IsStranger ? 1 : 0;
        return slot.Event;
    }

    private sealed class Slot(BootEvent e, bool isStranger)
    {
        public BootEvent Event { get; set; } = e;

        public bool IsStranger => isStranger;
    }

    private sealed class Share
    {
        public int Count { get; set; }

        public Slot? Last { get; set; }
    }
}
