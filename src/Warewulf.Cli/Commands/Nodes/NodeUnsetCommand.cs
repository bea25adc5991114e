using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary><c>wwctl node unset</c>: removes fields, tags, network devices, disks, partitions and file systems of nodes.</summary>
internal sealed class NodeUnsetCommand : VerbCommand
{
    private readonly Argument<string[]> _nodes = NodesArgument("The nodes to change.");
    private readonly UnsetOptions _fields = new(isProfile: false);
    private readonly ChangeOptions _change = new();
    private readonly Option<bool> _force = Flag("--force", "-f", "Warn of nodes that do not exist, and go on.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("unset", [], "Remove fields of nodes.", () => new NodeUnsetCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        _fields.AddTo(command);
        _change.AddTo(command);
        command.Options.Add(_force);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var hosts = invocation.Get(_nodes);
        if (hosts.Length == 0)
        {
            throw WarewulfException.Invalid("No node is named: write 'wwctl node unset n[001-100] --comment'.");
        }

        var edit = _fields.Read(invocation);
        if (edit.IsEmpty)
        {
            throw WarewulfException.Invalid("No field is given: write 'wwctl node unset NODES --comment', or see 'wwctl node unset --help'.");
        }

        _change.RequireAnswer(invocation);
        if (invocation.Get(_force))
        {
            hosts = NodeNames.Existing(invocation, hosts, cancellationToken);
        }

        var request = new NodeChangeRequest(hosts, edit);
        var change = new Change<NodeChangeRequest>(Routes.NodesSet, ApiJsonContext.Default.NodeChangeRequest, request) { Noun = "node" };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
