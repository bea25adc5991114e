namespace Warewulf.Templates.Reads;

/// <summary>The tree that a template's executions share. One that names from data have made large is left to those that hold it.</summary>
internal sealed class PathTreeSource
{
    private PathTree? _tree;

    public PathTree Current
    {
        get
        {
            var tree = Volatile.Read(ref _tree);
            if (tree is not null && !tree.IsLarge)
            {
                return tree;
            }

            var fresh = new PathTree();
            var other = Interlocked.CompareExchange(ref _tree, fresh, tree);
            return ReferenceEquals(other, tree) ? fresh : other!;
        }
    }
}
