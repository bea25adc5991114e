namespace Warewulf.Grains.Hosting;

/// <summary>
/// One grain call in progress and the one that made it. A grain that is called by its own call would wait for itself for ever, so
/// the chain is searched before a call queues up.
/// </summary>
internal sealed class CallFrame
{
    private static readonly AsyncLocal<CallFrame?> Innermost = new();

    private readonly object _activation;
    private readonly CallFrame? _outer;
    private volatile bool _ended;

    private CallFrame(object activation, CallFrame? outer)
    {
        _activation = activation;
        _outer = outer;
    }

    /// <summary>Marks the start of a call. The mark is seen by what the current asynchronous method calls from here on.</summary>
    public static CallFrame Begin(object activation)
    {
        var outer = Innermost.Value;

        // What a call left running may outlive it; its finished frame then needs no place in the chain.
        while (outer is { _ended: true })
        {
            outer = outer._outer;
        }

        var frame = new CallFrame(activation, outer);
        Innermost.Value = frame;
        return frame;
    }

    /// <summary>Whether a call on this grain is what the current code is part of.</summary>
    public static bool IsInside(object activation)
    {
        for (var frame = Innermost.Value; frame is not null; frame = frame._outer)
        {
            if (ReferenceEquals(frame._activation, activation) && !frame._ended)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Marks the end of the call.</summary>
    public void End() => _ended = true;
}
