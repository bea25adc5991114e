using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Hostlists;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>The names of the nodes there are, for verbs that need them before they ask for a change.</summary>
internal static class NodeNames
{
    /// <summary>All nodes as one hostlist; none when there are none.</summary>
    public static string[] All(Invocation invocation, CancellationToken cancellationToken)
    {
        var names = Known(invocation, cancellationToken);
        return names.Count == 0 ? [] : [Hostlist.Fold(names)];
    }

    /// <summary>Those of the nodes named that exist, as hostlists; warns of the others.</summary>
    /// <exception cref="WarewulfException">None exists.</exception>
    public static string[] Existing(Invocation invocation, IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var known = Known(invocation, cancellationToken).ToHashSet(StringComparer.Ordinal);
        var (there, absent) = (new List<string>(), new List<string>());
        foreach (var name in Hostlist.Expand(hosts))
        {
            (known.Contains(name) ? there : absent).Add(name);
        }

        if (absent.Count > 0)
        {
            invocation.Say($"WARN: there is no node {Names.Printable(Hostlist.Fold(absent))}.");
        }

        return there.Count > 0 ? [Hostlist.Fold(there)] : throw WarewulfException.NotFound("None of the nodes named exists: see 'wwctl node list'.");
    }

    private static List<string> Known(Invocation invocation, CancellationToken cancellationToken)
    {
        var reply = invocation.Heads.Get(Routes.NodesNames, cancellationToken);
        return [.. reply.Required(reply.Document(), "names").Select(name => name.Text() ?? "")];
    }
}
