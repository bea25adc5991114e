namespace Warewulf.Grains.Hosting;

/// <summary>The grains of one type that are in memory, seen by the host that owns them.</summary>
internal interface IGrainDirectory
{
    /// <summary>A reference to one grain, of the type's contract.</summary>
    object Refer(string key);

    /// <summary>How many grains are in memory.</summary>
    int Count { get; }

    /// <summary>Lets grains go that had no call for a while.</summary>
    void Sweep();

    /// <summary>Waits for the calls in progress and lets every grain go.</summary>
    Task DrainAsync();
}
