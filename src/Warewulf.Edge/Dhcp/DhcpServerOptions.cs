namespace Warewulf.Edge.Dhcp;

/// <summary>Settings of the DHCP server's process, not of the site.</summary>
public sealed record DhcpServerOptions
{
    /// <summary>
    /// How many requests may wait for a head at one time, on each interface; what comes beyond that is dropped, and the machines ask again.
    /// Default: 256, which at 20 ms for a head's answer is 12,800 a second.
    /// </summary>
    public int LeaseCallsInFlight { get; init; } = 256;

    /// <summary>
    /// How long a head's answer is waited for. Default: 3 seconds, because clients repeat themselves after four (RFC 2131 section 4.1).
    /// </summary>
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long the server waits before it listens again on an interface that failed, for example because it went down. Default: 1 second.
    /// </summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often the server looks for interfaces that came, went or were made anew. Default: 5 seconds, so that a machine that asks for the second
    /// or third time is answered.
    /// </summary>
    public TimeSpan InterfaceCheck { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The port of the HTTP server beside this one; null for the port that snapshots name.</summary>
    public Func<int>? HttpPort { get; init; }

    /// <summary>How long a stop waits for requests that wait for a head. Default: 1 second.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
