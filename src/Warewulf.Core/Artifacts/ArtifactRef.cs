using System.Text.Json.Serialization;

namespace Warewulf.Core.Artifacts;

/// <summary>Names one immutable thing that a node or an edge downloads: a blob, or what a recipe makes of several.</summary>
/// <param name="Digest">The SHA-256 of the blob, or of the recipe as stored.</param>
/// <param name="Length">The number of bytes of the blob, or of the whole that the recipe makes.</param>
/// <param name="FileName">What status displays call it, such as <c>rocky9.img.gz</c>.</param>
public sealed record ArtifactRef(ArtifactDigest Digest, long Length, string FileName)
{
    /// <summary>Whether the bytes are one gzip member whose content is what a client gets when it does not ask for <c>compress=gz</c>.</summary>
    public bool Gzip { get; init; }

    /// <summary>The length of the recipe as stored; unset when the digest is that of the bytes themselves.</summary>
    public long? RecipeLength { get; init; }

    /// <summary>
    /// The segments of an artifact whose recipe is so short that it is told here: the digest is that of the recipe, which is stored nowhere. Unset for
    /// anything else.
    /// </summary>
    public IReadOnlyList<RecipeSegment>? Segments { get; init; }

    /// <summary>Whether the digest names a recipe (see <see cref="RecipeCodec"/>) that is stored.</summary>
    [JsonIgnore]
    public bool IsRecipe => RecipeLength is not null;

    /// <summary>Names what a short recipe makes.</summary>
    public static ArtifactRef Of(Recipe recipe, string fileName)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return new ArtifactRef(ArtifactDigest.Of(RecipeCodec.Write(recipe).Outline), recipe.Length, fileName) { Gzip = true, Segments = recipe.Segments };
    }

    /// <summary>Whether both name the same; segments follow from the digest.</summary>
    public bool Equals(ArtifactRef? other) =>
        other is not null && Digest == other.Digest && Length == other.Length && FileName == other.FileName && Gzip == other.Gzip && RecipeLength == other.RecipeLength;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Digest, Length);
}
