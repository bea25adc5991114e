using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images.Recipes;

/// <summary>Tells what changed between two builds of an image. Groups that were taken over as they are need no look.</summary>
internal static class ImageComparison
{
    internal static ImageChanges Compare(ImageBuildIndex before, IReadOnlyList<ImageIndexGroup> now, Recipe recipe)
    {
        var kept = before.Groups.ToHashSet<ImageIndexGroup>(ReferenceEqualityComparer.Instance);
        kept.IntersectWith(now);
        var old = new Dictionary<BytePath, ImageIndexMember>();
        foreach (var member in before.Groups.Where(group => !kept.Contains(group)).SelectMany(group => group.Members))
        {
            old[member.Path] = member;
        }

        long added = 0, changed = 0, bytes = 0;
        foreach (var member in now.Where(group => !kept.Contains(group)).SelectMany(group => group.Members))
        {
            var isKnown = old.Remove(member.Path, out var known);
            if (!isKnown || known != member)
            {
                added += isKnown ? 0 : 1;
                changed += isKnown ? 1 : 0;
                bytes += member.Size;
            }
        }

        var had = before.Groups.SelectMany(group => group.Segments).Select(segment => segment.Digest).ToHashSet();
        var fresh = recipe.Segments.Where(segment => had.Add(segment.Digest)).ToList();
        return new ImageChanges(added, changed, old.Count, bytes, fresh.Count, fresh.Sum(segment => (long)segment.Length));
    }
}
