using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images.Recipes;

/// <summary>
/// What a build remembers so that the next one reads and compresses only what changed. Without it, or with a damaged one, an image is built from
/// scratch and comes out the same.
/// </summary>
public sealed class ImageBuildIndex
{
    internal ImageBuildIndex(ArtifactDigest recipe, IReadOnlyList<ImageIndexGroup> groups, IReadOnlyList<StoredFile> files)
    {
        Recipe = recipe;
        Groups = groups;
        Files = files;
    }

    /// <summary>The digest of the recipe that the build made.</summary>
    public ArtifactDigest Recipe { get; }

    /// <summary>The groups of the archive in order; the last one is the trailer, without members.</summary>
    internal IReadOnlyList<ImageIndexGroup> Groups { get; }

    /// <summary>The files that the build stored as a whole, and that the next one need not read to know.</summary>
    public IReadOnlyList<StoredFile> Files { get; }

    /// <summary>The same with other files.</summary>
    public ImageBuildIndex With(IReadOnlyList<StoredFile> files) => new(Recipe, Groups, files);

    /// <summary>The form in which it is stored.</summary>
    public byte[] Write() => ImageIndexCodec.Write(this);

    /// <summary>Reads the stored form; null when it is damaged or of another version.</summary>
    public static ImageBuildIndex? Read(byte[] stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return ImageIndexCodec.Read(stored);
    }
}
