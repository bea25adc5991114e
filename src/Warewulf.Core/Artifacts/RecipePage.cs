namespace Warewulf.Core.Artifacts;

/// <summary>Names a part of a stored recipe, which is a blob of its own, so that a recipe that changed a little is fetched a little.</summary>
/// <param name="Digest">The SHA-256 of the page.</param>
/// <param name="Segments">How many segments it lists.</param>
public readonly record struct RecipePage(ArtifactDigest Digest, int Segments)
{
    /// <summary>The length of the page in bytes.</summary>
    public int Length => Segments * RecipeCodec.SegmentLength;
}
