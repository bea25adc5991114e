using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images.Recipes;

/// <summary>A segment that was made.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Members">Its members; for a part of a large file, the file with the checksum of this part.</param>
/// <param name="Notes">Attributes of its members that were left out.</param>
internal sealed record PackedSegment(RecipeSegment Segment, IReadOnlyList<ImageIndexMember> Members, IReadOnlyList<AttributeNote> Notes);
