namespace Warewulf.Core.Images.Recipes;

/// <summary>
/// Divides an archive so that a change to one file touches the segments around that file only. A large file is a group of its own. Between
/// large files, a hash of a member's path says whether a group ends behind it: no size, time or neighbour has a say. Inside a group segments are
/// cut by size.
/// </summary>
internal static class ImageGrouping
{
    /// <summary>From this size on a file is a group of its own.</summary>
    internal const int LargeFile = 1024 * 1024;

    /// <summary>How much content of a large file goes into one segment.</summary>
    internal const int PartLength = 4 * 1024 * 1024;

    /// <summary>From this size on a file is a segment of its own: taken with others it would gain nothing and be sent with them.</summary>
    internal const int LoneFile = 48 * 1024;

    /// <summary>The most that members other than lone files have together in a segment.</summary>
    internal const int MaxTogether = 64 * 1024;

    // On average every so manieth path ends a group. Measured, see docs/decisions/0005-segments.md.
    private const ulong PathsInGroup = 12;

    internal static List<ImageGroup> Divide(IReadOnlyList<ImageMember> members)
    {
        var groups = new List<ImageGroup>();
        var first = 0;
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].ContentLength >= LargeFile)
            {
                AddSmall(groups, members, first, i);
                groups.Add(new ImageGroup(i, 1, [.. Parts(i, members[i].ContentLength)]));
                first = i + 1;
            }
            else if (PathHash.Of(members[i].Path) % PathsInGroup == 0)
            {
                AddSmall(groups, members, first, i + 1);
                first = i + 1;
            }
        }

        AddSmall(groups, members, first, members.Count);
        return groups;
    }

    private static IEnumerable<SegmentCut> Parts(int member, long length)
    {
        for (long from = 0; from < length; from += PartLength)
        {
            yield return new SegmentCut(member, 1, from, Math.Min(length, from + PartLength));
        }
    }

    private static void AddSmall(List<ImageGroup> groups, IReadOnlyList<ImageMember> members, int first, int end)
    {
        if (first == end)
        {
            return;
        }

        var cuts = new List<SegmentCut>();
        var start = first;
        var together = 0L;
        for (var i = first; i < end; i++)
        {
            var isLone = members[i].ContentLength >= LoneFile;
            if (i > start && (isLone || together + members[i].ArchiveLength > MaxTogether))
            {
                cuts.Add(new SegmentCut(start, i - start));
                (start, together) = (i, 0);
            }

            together += members[i].ArchiveLength;
            if (isLone)
            {
                cuts.Add(new SegmentCut(i, 1));
                (start, together) = (i + 1, 0);
            }
        }

        if (start < end)
        {
            cuts.Add(new SegmentCut(start, end - start));
        }

        groups.Add(new ImageGroup(first, end - first, cuts));
    }
}
