using Warewulf.Core.Nodes;

namespace Warewulf.Core.Catalogs;

/// <summary>What a change does to some things, the same to each of them.</summary>
/// <param name="Kind">What they are: <c>node</c>, <c>profile</c>, <c>image</c>, <c>overlay</c> or <c>site</c>.</param>
/// <param name="Verb">What is done: <c>added</c>, <c>changed</c> or <c>removed</c>.</param>
/// <param name="Names">Their names as a hostlist.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Changes">The values that differ, by path.</param>
public sealed record DiffGroup(string Kind, string Verb, string Names, int Count, IReadOnlyList<FieldChange> Changes);
