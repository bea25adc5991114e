namespace Warewulf.Silo.Storage;

/// <summary>What has gathered since a whole catalog was kept last, and so has to be replayed by a start.</summary>
/// <param name="Revision">The revision that was kept, 0 if none was.</param>
/// <param name="Size">How much was kept, in bytes.</param>
/// <param name="Changes">How many revisions came after it.</param>
/// <param name="ChangesSize">How much these are, in bytes.</param>
public sealed record CheckpointDebt(long Revision, long Size, long Changes, long ChangesSize)
{
    private const long MostChanges = 1_000;
    private const long LeastSize = 256 << 10;

    /// <summary>Whether it is time to keep the catalog: replaying costs about as much as reading it whole would, or the changes are many.</summary>
    public bool IsDue => Changes >= MostChanges || ChangesSize > Math.Max(LeastSize, Size / 2);
}
