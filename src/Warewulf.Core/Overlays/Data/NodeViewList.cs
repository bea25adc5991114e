using System.Collections;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Overlays.Data;

/// <summary>All nodes of a site as templates see them. A node's view is made when it is first read, then shared by all renders.</summary>
internal sealed class NodeViewList(IReadOnlyList<EffectiveNode> nodes, Func<string, string?> detectKernel) : IReadOnlyList<NodeView>
{
    private readonly NodeView?[] _views = new NodeView?[nodes.Count];

    public int Count => _views.Length;

    // Two threads may both make a view: either is good, and the array ends with one of them.
    public NodeView this[int index] => Volatile.Read(ref _views[index])
        ?? Interlocked.CompareExchange(ref _views[index], new NodeView(nodes[index], detectKernel), null)
        ?? _views[index]!;

    public IEnumerator<NodeView> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
