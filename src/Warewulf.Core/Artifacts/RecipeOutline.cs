namespace Warewulf.Core.Artifacts;

/// <summary>The first blob of a stored recipe: which pages list its segments, and what they make together.</summary>
/// <param name="Pages">The pages in order.</param>
/// <param name="PlainLength">The length of what the whole unpacks to.</param>
/// <param name="Checksum">The CRC-32 of what the whole unpacks to.</param>
public sealed record RecipeOutline(IReadOnlyList<RecipePage> Pages, long PlainLength, uint Checksum);
