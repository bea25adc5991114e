using Warewulf.Core.Nodes;

namespace Warewulf.Core.Formats;

/// <summary>What a table says of one node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Cells">Its values, for every column of the table.</param>
public sealed record NodeCsvRow(NodeName Node, IReadOnlyList<NodeCsvCell> Cells)
{
    /// <summary>The settings with every value in them; an empty cell removes what was there.</summary>
    public NodeSettings Apply(NodeSettings settings) => Cells.Aggregate(settings, (changed, cell) => cell.Apply(changed));
}
