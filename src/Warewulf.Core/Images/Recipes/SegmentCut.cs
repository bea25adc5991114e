namespace Warewulf.Core.Images.Recipes;

/// <summary>What goes into one segment: whole members, or a part of the content of one large file.</summary>
/// <param name="First">The first member.</param>
/// <param name="Count">How many members; 1 for a part.</param>
/// <param name="From">Where in the content the part begins; 0 for whole members, and for the part that has the header.</param>
/// <param name="To">Where the part ends; unset for whole members.</param>
internal readonly record struct SegmentCut(int First, int Count, long From = 0, long? To = null);
