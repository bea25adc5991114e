namespace Warewulf.Core.Boot;

/// <summary>When a node's silence means something.</summary>
public sealed record BootTrackerOptions
{
    /// <summary>
    /// How long firmware may repeat its DHCP before another one counts as a new boot. Default: 5 minutes; firmware with several
    /// network devices tries them in turn for minutes.
    /// </summary>
    public TimeSpan FirmwareRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a node on its way up may be silent before it counts as lost. Default: 10 minutes.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many boots of a node are kept. Default: 20.</summary>
    public int KeptBoots { get; init; } = 20;

    /// <summary>
    /// How old a stored "last seen" may grow before it alone is worth a write. Default: 1 minute, the pace at which nodes poll.
    /// </summary>
    public TimeSpan LastSeenPrecision { get; init; } = TimeSpan.FromMinutes(1);
}
