using Warewulf.Templates.Values;

namespace Warewulf.Templates.Reads;

/// <summary>One path of a tree.</summary>
/// <param name="Parent">The number of the path it goes on from; 0 for the root and for functions.</param>
/// <param name="Step">How it goes on.</param>
/// <param name="Name">The name of the step; empty for elements and entries.</param>
/// <param name="Arguments">What a method was called with, for <see cref="PathStep.Call"/>.</param>
internal sealed record PathNode(int Parent, PathStep Step, string Name, GoValue[]? Arguments);
