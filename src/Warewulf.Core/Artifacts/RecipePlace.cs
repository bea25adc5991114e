namespace Warewulf.Core.Artifacts;

/// <summary>A segment of a recipe and where it goes.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Offset">Where its blocks begin in the gzip member.</param>
/// <param name="PlainOffset">Where what they hold begins in the plain form.</param>
public readonly record struct RecipePlace(RecipeSegment Segment, long Offset, long PlainOffset);
