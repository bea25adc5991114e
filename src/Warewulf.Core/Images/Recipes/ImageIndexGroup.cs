using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images.Recipes;

/// <summary>A group as a build made it.</summary>
/// <param name="Key">What its segments depend on; nothing when a file in it may have changed without its times telling.</param>
/// <param name="Segments">Its segments.</param>
/// <param name="Members">Its members.</param>
/// <param name="Notes">Attributes of its members that were left out.</param>
internal sealed record ImageIndexGroup(
    ArtifactDigest? Key,
    IReadOnlyList<RecipeSegment> Segments,
    IReadOnlyList<ImageIndexMember> Members,
    IReadOnlyList<AttributeNote> Notes);
