using Warewulf.Core.Hostlists;
using Warewulf.Core.Nodes;

namespace Warewulf.Silo.Overlays;

/// <summary>What is wrong with overlays now: told with every change until it is mended. Nodes with the same trouble share a line.</summary>
internal sealed class OverlayProblems
{
    private const int MostTold = 5;

    private volatile IReadOnlyList<string> _current = [];

    /// <summary>The problems, in words for admins.</summary>
    public IReadOnlyList<string> Current => _current;

    /// <summary>Takes what a look at all nodes found.</summary>
    /// <returns>What is new among it.</returns>
    public IReadOnlyList<string> Take(IEnumerable<OverlayProblem> problems)
    {
        var told = Describe(problems);
        var isNew = told.Except(_current, StringComparer.Ordinal).ToList();
        _current = told;
        return isNew;
    }

    /// <summary>Says problems in a few lines.</summary>
    public static IReadOnlyList<string> Describe(IEnumerable<OverlayProblem> problems)
    {
        // The message names its node, which is not what makes a trouble another one.
        var groups = problems
            .GroupBy(problem => problem.Error.Message.Replace($" (node '{problem.Node}')", "", StringComparison.Ordinal).Replace($"Node '{problem.Node}'", "A node", StringComparison.Ordinal))
            .Select(group => $"{group.Key} Nodes: {Fold(group.Select(problem => problem.Node))}. They keep the overlays they had.")
            .Order(StringComparer.Ordinal)
            .ToList();
        return groups.Count <= MostTold ? groups : [.. groups.Take(MostTold), $"And {groups.Count - MostTold} more troubles with overlays: see the log of warewulfd."];
    }

    private static string Fold(IEnumerable<NodeName> nodes) => Hostlist.Fold(nodes.Distinct().Order().Select(node => node.ToString()));
}
