using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Hostlists;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary><c>wwctl node delete</c>.</summary>
internal sealed class NodeDeleteCommand : VerbCommand
{
    private readonly Argument<string[]> _nodes = NodesArgument("The nodes to delete.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("delete", ["rm", "del", "remove"], "Delete nodes.", () => new NodeDeleteCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var hosts = invocation.Get(_nodes);
        if (hosts.Length == 0)
        {
            throw WarewulfException.Invalid("No node is named: write 'wwctl node delete n[001-100]'.");
        }

        // A list that is mistyped is told before anybody is asked for a terminal.
        _ = Hostlist.Expand(hosts);
        var request = new NodeDeleteRequest(hosts);
        var change = new Change<NodeDeleteRequest>(Routes.NodesDelete, ApiJsonContext.Default.NodeDeleteRequest, request)
        {
            Noun = "node",
            Done = "Deleted",
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
