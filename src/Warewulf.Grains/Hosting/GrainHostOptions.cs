namespace Warewulf.Grains.Hosting;

/// <summary>How many grains are kept in memory, and for how long.</summary>
public sealed record GrainHostOptions
{
    /// <summary>
    /// How many grains of one type are kept in memory; beyond it the least recently used leave. Grains in the middle of a call stay.
    /// A node's grain takes a few KiB. Default: 32,768, so that all nodes of a large site stay.
    /// </summary>
    public int MaxActivations { get; init; } = 32_768;

    /// <summary>How long a grain stays in memory without a call. Default: 1 hour, longer than nodes take between two polls.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often idle grains are looked for. Default: 5 minutes.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often a call is run again because somebody else stored the grain's state first, before it is refused as busy. Default: 8.
    /// </summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>
    /// How long a state read or stored is taken for current. Unset, the default, means for ever: right where one head owns the
    /// storage. Several heads set a second or two, which bounds how old an answer may be that only reads.
    /// </summary>
    public TimeSpan? StateFreshFor { get; init; }

    /// <summary>How long a host that stops waits for calls in progress. Default: 10 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
