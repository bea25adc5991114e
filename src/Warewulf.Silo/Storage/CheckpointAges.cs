namespace Warewulf.Silo.Storage;

/// <summary>
/// Chooses which of the whole catalogs are kept: the older, the fewer. An earlier revision is made by replaying at most twice as many changes
/// as came after it, or as many as lie between two that were saved; and a hundred thousand revisions keep no more than about twenty.
/// </summary>
internal static class CheckpointAges
{
    private const int Reach = 2;

    /// <summary>Those that can go.</summary>
    public static IReadOnlyList<long> Superfluous(IEnumerable<long> revisions)
    {
        long[] ordered = [.. revisions.OrderDescending()];
        var superfluous = new List<long>();
        for (var (i, newer) = (1, 0); i < ordered.Length - 1; i++)
        {
            // Without this one, what lies before the newer one is replayed from the older one.
            if (ordered[newer] - ordered[i + 1] <= Reach * (ordered[0] - ordered[newer]))
            {
                superfluous.Add(ordered[i]);
            }
            else
            {
                newer = i;
            }
        }

        return superfluous;
    }
}
