namespace Warewulf.Edge.Tests;

/// <summary>Tests that measure what belongs to the whole process, such as its memory and open files: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
