using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Nodes;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Catalogs;

namespace Warewulf.Cli.Commands.Declared;

/// <summary>Reads what was declared, before profiles are merged into nodes.</summary>
internal static class DeclaredCatalog
{
    /// <summary>Asks the head.</summary>
    /// <param name="invocation">Which head.</param>
    /// <param name="hosts">The nodes, as hostlists; all when there are none.</param>
    /// <param name="revision">Of which revision; the current one when it is not given.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static HeadReply Ask(Invocation invocation, IReadOnlyList<string> hosts, long? revision, CancellationToken cancellationToken)
    {
        var path = HostQuery.Path(Routes.CatalogDeclared, hosts);
        var query = revision is null ? "" : $"{(hosts.Count == 0 ? '?' : '&')}{Routes.RevisionParameter}={revision}";
        return invocation.Heads.Get(path + query, cancellationToken);
    }

    /// <summary>Asks the head for what is declared now.</summary>
    /// <exception cref="WarewulfException">The head refuses, or answers something else.</exception>
    public static DeclaredResponse Read(Invocation invocation, IReadOnlyList<string> hosts, CancellationToken cancellationToken) =>
        Read(Ask(invocation, hosts, null, cancellationToken));

    /// <summary>Reads the head's answer.</summary>
    /// <exception cref="WarewulfException">It is something else.</exception>
    public static DeclaredResponse Read(HeadReply reply)
    {
        try
        {
            return JsonSerializer.Deserialize(reply.Body.Span, ApiJsonContext.Default.DeclaredResponse) ?? throw reply.Malformed("is empty");
        }
        catch (JsonException)
        {
            throw reply.Malformed("is not a list of nodes and profiles");
        }
    }
}
