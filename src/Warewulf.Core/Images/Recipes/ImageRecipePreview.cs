using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Recipes;

/// <summary>Tells what a build would find in a tree, by the same rules as the build and without reading a file.</summary>
internal static class ImageRecipePreview
{
    internal static ImagePreview Of(IReadOnlyList<ImageTreeItem> items, ImageTreeBuildOptions options)
    {
        var members = ImageTreeLinks.Resolve(items);
        var known = (options.Before?.Groups ?? []).Where(group => group.Key is not null).ToLookup(group => group.Key!.Value);
        var kept = new HashSet<ImageIndexGroup>(ReferenceEqualityComparer.Instance);
        var open = new List<ImageMember>();
        foreach (var group in ImageGrouping.Divide(members))
        {
            if (known[ImageGroupKey.Of(members, group, options.CompressionLevel)].FirstOrDefault() is { } same)
            {
                kept.Add(same);
            }
            else
            {
                open.AddRange(members.Skip(group.First).Take(group.Count));
            }
        }

        var preview = new ImagePreview(members.Count, open.Where(member => member.HasContent).Sum(member => member.Status.Size));
        return options.Before is { } before ? Compare(preview, before.Groups.Where(group => !kept.Contains(group)), open) : preview;
    }

    private static ImagePreview Compare(ImagePreview preview, IEnumerable<ImageIndexGroup> gone, List<ImageMember> open)
    {
        var old = new Dictionary<BytePath, ImageIndexMember>();
        foreach (var member in gone.SelectMany(group => group.Members))
        {
            old[member.Path] = member;
        }

        long added = 0, changed = 0;
        foreach (var member in open)
        {
            if (!old.Remove(member.Path, out var was))
            {
                added++;
            }
            else if (was.Size != member.ContentLength || was.Header != Header(member))
            {
                changed++;
            }
        }

        return preview with { IsAgainstBefore = true, Added = added, Changed = changed, Removed = old.Count };
    }

    private static ulong Header(ImageMember member)
    {
        var entry = member.Entry(member.ContentLength);
        var header = new byte[CpioHeader.LengthWith(entry.Name)];
        CpioHeader.FormatWithName(entry, header);
        return PathHash.Of(header);
    }
}
