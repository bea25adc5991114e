using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Dhcp;

/// <summary>
/// Keeps the requests of one machine in order while a head is asked about one of them, and the machines apart: a slow answer delays nobody else.
/// </summary>
internal sealed class DhcpLanes
{
    /// <summary>How many requests of one machine may wait; a well-behaved machine has one.</summary>
    public const int QueueLength = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<MacAddress, Lane> _lanes = [];

    /// <summary>How many machines have a request in progress.</summary>
    public int Busy
    {
        get
        {
            lock (_gate)
            {
                return _lanes.Count;
            }
        }
    }

    /// <summary>Queues a request behind the one in progress for its machine.</summary>
    /// <param name="context">The request.</param>
    /// <param name="silence">Why it was dropped instead; null when it was queued.</param>
    /// <returns>False when nothing is in progress for the machine and the request can be handled at once.</returns>
    public bool TryQueue(DhcpContext context, out DhcpSilence? silence)
    {
        silence = null;
        lock (_gate)
        {
            if (!_lanes.TryGetValue(context.Mac, out var lane))
            {
                return false;
            }

            if (IsSame(lane.Current, context) || lane.Waiting.Any(waiting => IsSame(waiting, context)))
            {
                silence = DhcpSilence.Duplicate;
            }
            else if (lane.Waiting.Count >= QueueLength)
            {
                silence = DhcpSilence.Busy;
            }
            else
            {
                lane.Waiting.Enqueue(context);
            }

            return true;
        }
    }

    /// <summary>Marks a request as in progress for its machine, which has none.</summary>
    public void Enter(DhcpContext context)
    {
        lock (_gate)
        {
            _lanes.Add(context.Mac, new Lane(context));
        }
    }

    /// <summary>Ends the request in progress and begins the next.</summary>
    /// <returns>The machine's next request; null when there is none and its lane is closed.</returns>
    public DhcpContext? Next(MacAddress mac)
    {
        lock (_gate)
        {
            var lane = _lanes[mac];
            if (lane.Waiting.TryDequeue(out var next))
            {
                lane.Current = next;
                return next;
            }

            _lanes.Remove(mac);
            return null;
        }
    }

    // The types of an exchange share one transaction number.
    private static bool IsSame(DhcpContext left, DhcpContext right) => left.Packet.Xid == right.Packet.Xid && left.Type == right.Type;

    private sealed class Lane(DhcpContext current)
    {
        public DhcpContext Current { get; set; } = current;

        public Queue<DhcpContext> Waiting { get; } = [];
    }
}
