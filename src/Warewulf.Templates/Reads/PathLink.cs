namespace Warewulf.Templates.Reads;

/// <summary>What a place in a template remembers: the path it last went on from, and where that led.</summary>
internal sealed class PathLink(PathTree tree, int parent, int child)
{
    public PathTree Tree { get; } = tree;

    public int Parent { get; } = parent;

    /// <summary>The path; 0 when the tree takes no more.</summary>
    public int Child { get; } = child;
}
