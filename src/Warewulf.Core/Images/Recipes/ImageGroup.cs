namespace Warewulf.Core.Images.Recipes;

/// <summary>Neighbouring members whose segments depend on nothing but them.</summary>
/// <param name="First">The first member.</param>
/// <param name="Count">How many members.</param>
/// <param name="Cuts">How they are divided into segments.</param>
internal sealed record ImageGroup(int First, int Count, IReadOnlyList<SegmentCut> Cuts);
