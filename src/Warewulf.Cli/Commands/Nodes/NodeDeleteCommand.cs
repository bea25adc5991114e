using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Hostlists;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary><c>wwctl node delete</c>.</summary>
internal sealed class NodeDeleteCommand : VerbCommand
{
    private readonly Argument<string[]> _nodes = NodesArgument("The nodes to delete.");
    private readonly Option<bool> _yes = Confirmation.Option();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("delete", ["rm", "del", "remove"], "Delete nodes.", () => new NodeDeleteCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        command.Options.Add(_yes);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var hosts = invocation.Get(_nodes);
        if (hosts.Length == 0)
        {
            throw WarewulfException.Invalid("No node is named: write 'wwctl node delete n[001-100]'.");
        }

        var names = Hostlist.Expand(hosts).ToHashSet();
        var yes = invocation.Get(_yes);
        Confirmation.Require(invocation, yes);
        if (!yes && !await Confirmation.AskAsync(invocation, $"Delete {NodeChange.Count(names.Count)}: {Hostlist.Fold(names)}", cancellationToken))
        {
            return ExitCode.Ok;
        }

        var request = new NodeDeleteRequest(hosts) { Author = invocation.Environment.Author };
        var reply = invocation.Heads.Post(Routes.NodesDelete, request, ApiJsonContext.Default.NodeDeleteRequest, cancellationToken);
        NodeChange.Report(invocation, reply, "Deleted", onePerLine: false);
        return ExitCode.Ok;
    }
}
