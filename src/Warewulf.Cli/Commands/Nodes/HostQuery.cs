using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Hostlists;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>Writes hostlists into the query of a request. The head expands them, so 4,000 nodes cost one short request.</summary>
internal static class HostQuery
{
    // HTTP servers refuse request lines of 8 KiB and more.
    private const int LongestQuery = 7_500;

    /// <summary>The path with the hosts asked for; none means all.</summary>
    /// <exception cref="WarewulfException">The names do not fit into one request.</exception>
    public static string Path(string route, IReadOnlyList<string> hosts)
    {
        if (hosts.Count == 0)
        {
            return route;
        }

        var query = Uri.EscapeDataString(string.Join(',', hosts));

        // A shell has written the names out: n[0001-4000] is what was meant.
        if (query.Length > LongestQuery)
        {
            query = Uri.EscapeDataString(Hostlist.Fold(Hostlist.Expand(hosts)));
        }

        return query.Length <= LongestQuery
            ? $"{route}?{Routes.HostsParameter}={query}"
            : throw WarewulfException.Invalid(
                $"The list of nodes has {query.Length} characters and a request takes {LongestQuery}: write it as n[0001-4000], or name no nodes to get all.");
    }
}
