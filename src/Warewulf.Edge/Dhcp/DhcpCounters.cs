namespace Warewulf.Edge.Dhcp;

/// <summary>What a server has done since its start. Every datagram received ends as answered or as silent for one reason.</summary>
public sealed class DhcpCounters
{
    private readonly long[] _silent = new long[Enum.GetValues<DhcpSilence>().Length];
    private long _received;
    private long _answered;

    /// <summary>Datagrams received.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Answers sent.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Datagrams that got no answer for this reason.</summary>
    public long Silent(DhcpSilence reason) => Interlocked.Read(ref _silent[(int)reason]);

    internal void CountReceived() => Interlocked.Increment(ref _received);

    internal void CountAnswered() => Interlocked.Increment(ref _answered);

    internal void CountSilent(DhcpSilence reason) => Interlocked.Increment(ref _silent[(int)reason]);
}
