using Warewulf.Core;
using Warewulf.Core.Artifacts;

namespace Warewulf.Edge.Cache;

/// <summary>
/// The recipes in the cache. Each lies beside the file that was made by it, so that later recipes find in that file what they have in common with it:
/// segments are kept once, inside what is served.
/// </summary>
internal sealed class RecipeShelf
{
    /// <summary>How the names of recipes end.</summary>
    public const string RecipeEnd = ".recipe";

    /// <summary>How the names of gzip members made by them end.</summary>
    public const string GzipEnd = ".gz";

    // Older ones have less and less in common with what is wanted now.
    private const int Most = 16;

    private readonly Dictionary<ArtifactDigest, SegmentPlace> _segments = [];
    private readonly Dictionary<ArtifactDigest, byte[]> _parts = [];

    private RecipeShelf()
    {
    }

    /// <summary>Where segments lie. What really lies there is for the reader to check.</summary>
    public IReadOnlyDictionary<ArtifactDigest, SegmentPlace> Segments => _segments;

    /// <summary>Looks through the cache.</summary>
    public static RecipeShelf Read(string directory)
    {
        var shelf = new RecipeShelf();
        var recipes = new DirectoryInfo(directory).GetFiles("*" + RecipeEnd).OrderByDescending(file => file.LastWriteTimeUtc).Take(Most);
        foreach (var file in recipes)
        {
            try
            {
                shelf.Add(file.FullName);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or WarewulfException)
            {
                // Evicted since, or damaged: then there is less to take over.
            }
        }

        return shelf;
    }

    /// <summary>An outline or a page of a recipe that is at hand.</summary>
    public byte[]? FindPart(ArtifactDigest digest) => _parts.GetValueOrDefault(digest);

    private void Add(string path)
    {
        var name = Path.GetFileName(path);
        var stored = StoredRecipe.Split(File.ReadAllBytes(path), name);
        var outline = RecipeCodec.ReadOutline(stored.Outline, name);
        var recipe = RecipeCodec.Read(outline, stored.Pages, name);
        _parts.TryAdd(ArtifactDigest.Of(stored.Outline), stored.Outline);
        for (var i = 0; i < stored.Pages.Count; i++)
        {
            _parts.TryAdd(outline.Pages[i].Digest, stored.Pages[i]);
        }

        var made = path[..^RecipeEnd.Length] + GzipEnd;
        if (File.Exists(made))
        {
            foreach (var place in recipe.Places())
            {
                _segments.TryAdd(place.Segment.Digest, new SegmentPlace(made, place.Offset));
            }
        }
    }
}
