using System.Globalization;
using Warewulf.Core.Images;

namespace Warewulf.Core.Catalogs;

/// <summary>What the <c>image name</c> of a node or profile stands for in a catalog.</summary>
/// <param name="Reference">The text, read; nothing when it cannot be.</param>
/// <param name="Image">The image; nothing when there is none of that name.</param>
/// <param name="Build">The build; nothing when there is none of that number, or the image was never built.</param>
public sealed record ImageLookup(ImageReference? Reference, ImageConfig? Image, ImageBuild? Build)
{
    /// <summary>Why nothing can come of the text, in words that follow its name and a colon; nothing when it is right, built or not.</summary>
    public string? Problem { get; private init; }

    /// <summary>Looks a text up.</summary>
    /// <param name="catalog">Where.</param>
    /// <param name="text">The text, as declared.</param>
    public static ImageLookup Of(Catalog catalog, string text)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (!ImageReference.TryParse(text, null, out var reference))
        {
            return new ImageLookup(null, null, null)
            {
                Problem = "that is no name of an image. Write NAME, or NAME@3 for generation 3 of it; see 'wwctl image list'.",
            };
        }

        if (!catalog.Images.TryGetValue(reference.Name, out var image))
        {
            return new ImageLookup(reference, null, null)
            {
                Problem = "there is none of that name. See 'wwctl image list', or import it with 'wwctl image import'.",
            };
        }

        var build = image.Find(reference.Generation);
        return new ImageLookup(reference, image, build)
        {
            Problem = build is null && reference.Generation is { } generation ? Missing(image, generation) : null,
        };
    }

    /// <summary>Says which generations there are in place of one that there is not.</summary>
    /// <param name="image">The image.</param>
    /// <param name="generation">The number that was asked for.</param>
    public static string Missing(ImageConfig image, int generation)
    {
        ArgumentNullException.ThrowIfNull(image);
        var there = string.Join(", ", image.Generations.Select(build => build.Generation.ToString(CultureInfo.InvariantCulture)));
        return there.Length > 0
            ? $"it has no generation {generation}, but {there}. See 'wwctl image history {image.Name}'."
            : $"it has no generation {generation}, because it was never built. Run 'wwctl image build {image.Name}'.";
    }
}
