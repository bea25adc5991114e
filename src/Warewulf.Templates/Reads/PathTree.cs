using System.Collections.Concurrent;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Reads;

/// <summary>
/// The paths by which executions of a template read their data, numbered. Executions share the tree and only keep marks of their
/// own, so that after the first one a read costs a comparison. Paths are only ever added.
/// </summary>
internal sealed class PathTree
{
    public const int Root = 1;

    /// <summary>Names can come from data; beyond this the parent counts as read as a whole.</summary>
    private const int MaxPaths = 1 << 16;

    /// <summary>Beyond this a template begins a new tree for its next executions.</summary>
    private const int LargePaths = 1 << 14;

    /// <summary>Executions seldom read in more ways than this; further ones are not recognized.</summary>
    private const int MaxSets = 64;

    private readonly ConcurrentDictionary<(int Parent, PathStep Step, string Name), int> _numbers = new();
    private readonly ConcurrentDictionary<string, ReadSet> _sets = new(StringComparer.Ordinal);
    private readonly Lock _adding = new();
    private PathNode[] _nodes = new PathNode[32];
    private int _count = Root + 1;

    public PathTree()
    {
        _nodes[0] = new PathNode(0, PathStep.Function, "", null);
        _nodes[Root] = new PathNode(0, PathStep.Root, "", null);
    }

    public bool IsLarge => Volatile.Read(ref _count) > LargePaths;

    public PathNode this[int number] => Volatile.Read(ref _nodes)[number];

    /// <summary>The number of a path, which is added when it is new; 0 when the tree is full.</summary>
    public int Child(int parent, PathStep step, string name, GoValue[]? arguments = null)
    {
        var key = (parent, step, name);
        return _numbers.TryGetValue(key, out var number) ? number : Add(key, arguments);
    }

    /// <summary>The set of reads that marks stand for.</summary>
    public ReadSet Intern(ReadOnlySpan<byte> marks, Func<ReadSet> make)
    {
        var key = System.Text.Encoding.Latin1.GetString(marks.TrimEnd((byte)0));
        if (_sets.TryGetValue(key, out var known))
        {
            return known;
        }

        var made = make();
        return _sets.Count < MaxSets ? _sets.GetOrAdd(key, made) : made;
    }

    private int Add((int Parent, PathStep Step, string Name) key, GoValue[]? arguments)
    {
        lock (_adding)
        {
            if (_numbers.TryGetValue(key, out var known))
            {
                return known;
            }

            if (_count >= MaxPaths)
            {
                return 0;
            }

            var nodes = _nodes;
            if (_count == nodes.Length)
            {
                Array.Resize(ref nodes, nodes.Length * 2);
            }

            nodes[_count] = new PathNode(key.Parent, key.Step, key.Name, arguments);
            Volatile.Write(ref _nodes, nodes);
            _numbers[key] = _count;
            return _count++;
        }
    }
}
