using Warewulf.Core.Hostlists;
using Warewulf.Core.Nodes;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// What is wrong with overlays now: told with every change until it is mended. What templates could not read is no trouble by itself, and only told when
/// that begins and ends. Nodes with the same share a line.
/// </summary>
internal sealed class OverlayProblems
{
    private const int MostTold = 5;

    private volatile IReadOnlyList<string> _current = [];
    private IReadOnlyList<OverlayWarning> _warnings = [];

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

    /// <summary>Takes what templates of all nodes could not read. One caller at a time.</summary>
    /// <returns>What is new, and what was and is no more; that only other nodes have it is no news.</returns>
    public (IReadOnlyList<OverlayWarning> New, IReadOnlyList<OverlayWarning> Gone) Take(IReadOnlyList<OverlayWarning> warnings)
    {
        var before = _warnings;
        _warnings = warnings;
        return ([.. warnings.ExceptBy(before.Select(warning => warning.Key), warning => warning.Key)], [.. before.ExceptBy(warnings.Select(warning => warning.Key), warning => warning.Key)]);
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
