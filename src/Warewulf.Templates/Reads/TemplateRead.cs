namespace Warewulf.Templates.Reads;

/// <summary>A path into the data that an execution read.</summary>
public sealed class TemplateRead
{
    private readonly List<TemplateRead> _children = [];

    internal TemplateRead(PathNode node, ReadKinds kinds, string path)
    {
        Node = node;
        Kinds = kinds;
        Path = path;
    }

    /// <summary>The path, as a template would write it: <c>.</c>, <c>.NetDevs.default.Ipaddr</c>, <c>.AllNodes[*].Id</c>, <c>.Tags.*</c>.</summary>
    public string Path { get; }

    /// <summary>The last step of the path: the name of a field, method or entry; empty for the elements of a list and the entries of a map.</summary>
    public string Name => Node.Name;

    /// <summary>What was learned at this path itself. <see cref="ReadKinds.Presence"/> alone where the execution only passed through.</summary>
    public ReadKinds Kinds { get; }

    /// <summary>The paths that go on from here, in the order of their names.</summary>
    public IReadOnlyList<TemplateRead> Children => _children;

    internal PathNode Node { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path} ({Kinds})";

    internal void Add(TemplateRead child) => _children.Add(child);

    // Numbers depend on which execution came first; the order of a digest must not.
    internal void Sort() => _children.Sort(static (x, y) =>
        x.Node.Step != y.Node.Step ? x.Node.Step.CompareTo(y.Node.Step) : string.CompareOrdinal(x.Node.Name, y.Node.Name));

    internal IEnumerable<TemplateRead> All()
    {
        yield return this;
        foreach (var child in _children)
        {
            foreach (var read in child.All())
            {
                yield return read;
            }
        }
    }
}
