using Warewulf.Core.Nodes;

namespace Warewulf.Core.Catalogs;

/// <summary>Tells whose next boot a change to the catalog alters.</summary>
public static class BootChanges
{
    /// <summary>How many of the nodes that are in both catalogs boot another build in the second.</summary>
    public static int CountOtherImage(Catalog before, Catalog after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (new Cache(before), new Cache(after));
        return after.Index.Nodes.Count(node => before.Index.Find(node.Name) is { } was && !AreSame(old.Find(was), now.Find(node)));
    }

    private static bool AreSame(ImageLookup? before, ImageLookup? after) =>
        before?.Build is { } build ? build.IsSameAs(after?.Build) : after?.Build is null;

    // Thousands of nodes name a handful of images.
    private sealed class Cache(Catalog catalog)
    {
        private readonly Dictionary<string, ImageLookup> _known = new(StringComparer.Ordinal);

        public ImageLookup? Find(EffectiveNode node)
        {
            if (node.Settings.ImageName is not { Length: > 0 } text)
            {
                return null;
            }

            if (!_known.TryGetValue(text, out var found))
            {
                _known[text] = found = ImageLookup.Of(catalog, text);
            }

            return found;
        }
    }
}
