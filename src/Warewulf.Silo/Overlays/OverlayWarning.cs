using Warewulf.Core.Hostlists;
using Warewulf.Core.Nodes;

namespace Warewulf.Silo.Overlays;

/// <summary>What templates could not read while the overlays of nodes were built, the same on several nodes once.</summary>
/// <param name="Message">Which overlay and file, and what; of several nodes of which each lacks a file of its own name, what the first lacks.</param>
/// <param name="Nodes">The nodes, in order.</param>
internal sealed record OverlayWarning(string Message, IReadOnlyList<NodeName> Nodes)
{
    private const char AnyNode = '\0';

    /// <summary>The nodes as a hostlist.</summary>
    public string Hosts => Hostlist.Fold(Nodes.Select(node => node.ToString()));

    /// <summary>Tells it from others, whichever nodes have it.</summary>
    public required string Key { get; init; }

    /// <summary>The warnings of the builds there are, in the order of their messages.</summary>
    public static IReadOnlyList<OverlayWarning> Of(OverlayArtifacts artifacts, IEnumerable<EffectiveNode> nodes) => Fold(
        from node in nodes
        from kind in OverlayKinds.All
        from message in artifacts.LastBuild(node.Name, kind)?.Warnings ?? []
        select (node.Name, message));

    /// <summary>Puts the warnings of nodes together.</summary>
    public static IReadOnlyList<OverlayWarning> Fold(IEnumerable<(NodeName Node, string Message)> warnings) =>
    [
        .. from warning in warnings
           group warning by warning.Message.Replace(warning.Node.ToString(), AnyNode.ToString(), StringComparison.Ordinal) into same
           let first = same.MinBy(warning => warning.Node)
           orderby first.Message
           select new OverlayWarning(
               same.All(warning => warning.Message == first.Message) ? first.Message : $"{first.Message} The same on each node, with its own name.",
               [.. same.Select(warning => warning.Node).Distinct().Order()]) { Key = same.Key },
    ];
}
