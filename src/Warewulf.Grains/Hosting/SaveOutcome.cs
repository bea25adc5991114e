namespace Warewulf.Grains.Hosting;

/// <summary>What became of the saves of one call.</summary>
internal enum SaveOutcome
{
    /// <summary>What is in memory is what is stored.</summary>
    Current,

    /// <summary>Somebody else stored a state first; nothing of the call was stored since its last successful save.</summary>
    LostRace,

    /// <summary>A save failed or was abandoned, and what is stored is unknown.</summary>
    Unknown,
}
