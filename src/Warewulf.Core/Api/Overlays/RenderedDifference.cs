namespace Warewulf.Core.Api.Overlays;

/// <summary>What a change makes of one file of nodes' overlays, the same on each of them.</summary>
/// <param name="Archive"><c>system</c>, which a node takes over at its next boot, or <c>runtime</c>, which comes to running nodes too.</param>
/// <param name="Path">The file on the node.</param>
/// <param name="Verb">What is done: <c>added</c>, <c>changed</c> or <c>removed</c>.</param>
/// <param name="Nodes">The nodes as a hostlist.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Lines">
/// What differs: lines that begin with <c>+</c>, <c>-</c> or a blank, with <c>@</c> between places; or words for what is no text, or only has another
/// owner or other permissions.
/// </param>
public sealed record RenderedDifference(string Archive, string Path, string Verb, string Nodes, int Count, IReadOnlyList<string> Lines);
